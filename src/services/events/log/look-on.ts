import type { EventDocument } from '../model/event.ts';
import { compilePattern, PatternError } from '../pattern/compile.ts';
import type { EventLog } from './event-log.ts';

export interface LookOn {
  /** Number of the last event that is known already. */
  readonly after?: number;
  readonly follow: boolean;
  /** JSON. */
  readonly pattern?: string;
}

export interface SeenEvent {
  readonly seq: number;
  readonly bus: string;
  readonly event: EventDocument;
}

/** Events of all buses, for somebody who looks on; or why the pattern is none. */
export function lookOn(
  eventLog: EventLog,
  { after, follow, pattern }: LookOn,
  signal: AbortSignal,
): AsyncIterable<SeenEvent> | { readonly problem: string } {
  try {
    const matches = pattern === undefined ? () => true : compilePattern(pattern);
    return seen(eventLog, after ?? (follow ? eventLog.last : 0), follow, matches, signal);
  } catch (error) {
    if (error instanceof PatternError)
      return { problem: `Event pattern is not valid. Reason: ${error.message}` };
    throw error;
  }
}

async function* seen(
  eventLog: EventLog,
  after: number,
  follow: boolean,
  matches: (event: unknown) => boolean,
  signal: AbortSignal,
): AsyncGenerator<SeenEvent> {
  for await (const { seq, bus, event } of eventLog.read(after, follow, signal)) {
    if (matches(event)) yield { seq, bus, event };
  }
}

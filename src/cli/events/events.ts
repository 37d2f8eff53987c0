import type { IncomingMessage } from 'node:http';
import type { ToldEvent } from '../../gateway/admin-port.ts';
import { LongshoreError, messageOf } from '../../kernel/errors.ts';
import type { Console } from '../console.ts';
import { linesOf } from '../run/lines.ts';
import { HttpClient } from '../run/http.ts';
import { endpointIn } from '../run/server.ts';
import { eventLine } from './line.ts';

export interface EventsOptions {
  readonly follow: boolean;
  readonly after?: number;
  readonly pattern?: string;
  /** Whole documents instead of lines for people. */
  readonly json: boolean;
  readonly endpoint?: URL;
}

/** Prints events until there are no more, or with `follow` until it is interrupted. Returns the exit code. */
export async function events(options: EventsOptions, console: Console, usual: URL): Promise<number> {
  const endpoint = options.endpoint ?? endpointIn(console.env) ?? usual;
  using http = new HttpClient(endpoint);
  const interrupted = new AbortController();
  using _interrupts = console.onInterrupt(() => interrupted.abort(new Error('interrupted')));
  try {
    const answer = await open(http, options, interrupted.signal);
    for await (const line of linesOf(answer)) {
      const told: ToldEvent = JSON.parse(line);
      console.out.write(`${options.json ? JSON.stringify(told.event) : eventLine(told, console.out)}\n`);
    }
  } catch (error) {
    if (interrupted.signal.aborted) return 0;
    throw error instanceof LongshoreError ? error : lost(endpoint, messageOf(error), error);
  }
  if (options.follow) throw lost(endpoint, 'it has stopped');
  return 0;
}

async function open(http: HttpClient, options: EventsOptions, signal: AbortSignal): Promise<IncomingMessage> {
  const query = new URLSearchParams({ follow: String(options.follow) });
  if (options.after !== undefined) query.set('after', String(options.after));
  if (options.pattern !== undefined) query.set('pattern', options.pattern);
  const path = `/_longshore/events?${query.toString()}`;
  const answer = await http.open({ method: 'GET', path, signal }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw unreachable(http.endpoint, messageOf(error), error);
  });
  if (answer.statusCode === 200) return answer;
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(Buffer.from(chunk));
  const message = messageIn(Buffer.concat(chunks).toString());
  if (answer.statusCode !== 400) {
    throw unreachable(http.endpoint, `what answers there has no events (HTTP ${answer.statusCode ?? 0})`);
  }
  throw new LongshoreError('BAD_OPTION', message, {
    hint: 'See https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html.',
  });
}

function messageIn(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'message' in value) return String(value.message);
  } catch {
    // What is not JSON is shown as it is.
  }
  return text.slice(0, 500);
}

const lost = (endpoint: URL, problem: string, cause?: unknown): LongshoreError =>
  new LongshoreError('SERVER_UNREACHABLE', `lost Longshore at ${endpoint.origin}: ${problem}`, {
    hint: 'Start it again with `longshore serve`; with --data-dir it still knows its events.',
    cause,
  });

const unreachable = (endpoint: URL, problem: string, cause?: unknown): LongshoreError =>
  new LongshoreError(
    'SERVER_UNREACHABLE',
    problem.startsWith('cannot') ? problem : `cannot use ${endpoint.origin}: ${problem}`,
    {
      hint: 'Start Longshore there with `longshore serve`, or name another with --endpoint.',
      cause,
    },
  );

import type { LiveTailSessionLogEvent, StartLiveTailRequest } from '../../aws/contract/logs.types.gen.ts';
import type { StreamedEvent } from '../../aws/event-stream.ts';
import type { Appended } from '../../store/line-log.ts';
import type { Pattern } from './model/pattern/pattern.ts';
import type { LogsCall } from './operation.ts';

export interface TailedGroup {
  readonly id: number;
  readonly arn: string;
  /** As events name it. */
  readonly identifier: string;
}

export interface LiveTailParts {
  readonly groups: readonly TailedGroup[];
  /** Whether a stream of this name is followed. */
  readonly wants: (stream: string) => boolean;
  readonly pattern: Pattern;
  readonly request: StartLiveTailRequest;
  readonly call: LogsCall;
  readonly sessionId: string;
}

const second = 1000;
/** Of one second; what is more is left out, and `sampled` says so. */
const mostEvents = 500;
const longestSession = 3 * 60 * 60_000;

/** One session of StartLiveTail: an update each second, also when there is nothing to tell. */
export async function* liveTail(parts: LiveTailParts): AsyncGenerator<StreamedEvent> {
  const { call, request, sessionId } = parts;
  const { clock, signal } = call;
  const gathered = new Gathered(parts);
  // Before the first event is yielded: what comes in after that is told.
  using _ = call.tables.events.onAppend((appended) => gathered.add(appended));
  yield {
    type: 'sessionStart',
    payload: {
      requestId: call.requestId,
      sessionId,
      logGroupIdentifiers: parts.groups.map(({ arn }) => arn),
      logStreamNames: request.logStreamNames ?? [],
      logStreamNamePrefixes: request.logStreamNamePrefixes ?? [],
      logEventFilterPattern: request.logEventFilterPattern ?? '',
    },
  };
  const end = call.now + longestSession;
  while (clock.now() < end) {
    try {
      await clock.sleep(second, signal);
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
    yield { type: 'sessionUpdate', payload: gathered.take() };
  }
  yield {
    type: 'SessionTimeoutException',
    payload: { message: 'The session has timed out after three hours.' },
    isException: true,
  };
}

/** What has come in since the last update, as far as it is wanted. */
class Gathered {
  readonly #parts: LiveTailParts;
  readonly #groups: ReadonlyMap<number, TailedGroup>;
  #events: LiveTailSessionLogEvent[] = [];
  #isSampled = false;

  constructor(parts: LiveTailParts) {
    this.#parts = parts;
    this.#groups = new Map(parts.groups.map((group) => [group.id, group]));
  }

  add({ group: id, stream, events }: Appended): void {
    const { wants, pattern, call } = this.#parts;
    const group = this.#groups.get(id);
    if (group === undefined) return;
    const name = this.#streamName(id, stream, call);
    if (name === undefined || !wants(name)) return;
    for (const { at, message, ingestedAt } of events) {
      if (this.#events.length === mostEvents) this.#isSampled = true;
      if (this.#isSampled) return;
      if (!pattern.matches(message)) continue;
      const { identifier } = group;
      const times = { timestamp: at, ingestionTime: ingestedAt };
      this.#events.push({ logStreamName: name, logGroupIdentifier: identifier, message, ...times });
    }
  }

  take(): { sessionMetadata: { sampled: boolean }; sessionResults: LiveTailSessionLogEvent[] } {
    const update = { sessionMetadata: { sampled: this.#isSampled }, sessionResults: this.#events };
    this.#events = [];
    this.#isSampled = false;
    return update;
  }

  readonly #names = new Map<number, string>();

  /** Numbers of streams are never given out twice, so that a name holds once it is known. */
  #streamName(group: number, stream: number, { tables }: LogsCall): string | undefined {
    const known = this.#names.get(stream);
    if (known !== undefined) return known;
    const [found] = tables.streams.select({ where: { group_id: group, id: stream }, limit: 1 });
    if (found !== undefined) this.#names.set(stream, found.name);
    return found?.name;
  }
}

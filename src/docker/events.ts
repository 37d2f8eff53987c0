import { type Api, parseJson } from './api.ts';
import { engineTime } from './engine-time.ts';
import { protocolError } from './errors.ts';
import { lines } from './json-lines.ts';
import { type Filters, filterText, query } from './query.ts';

export interface EngineEvent {
  /** `container`, `network`, `volume`, `image`, `daemon` … */
  readonly type: string;
  /** `create`, `start`, `die`, `oom`, `destroy`, `health_status: healthy`, `exec_die` … */
  readonly action: string;
  readonly id: string;
  /** Labels of the container, with `name`, `image`, `exitCode` … among them. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Nanoseconds since 1970, exact. */
  readonly timeNano: bigint;
}

export interface EventOptions {
  /** Keys `type`, `event`, `label`, `container` …; values of one key are alternatives. */
  readonly filters?: Filters | undefined;
  /** Nanoseconds since 1970 by the engine's clock; events at or after it. */
  readonly since?: bigint | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Iterate once. Throws `unreachable` when the connection breaks, `aborted` when the signal fires. */
export interface EventStream extends AsyncIterable<EngineEvent>, Disposable {}

/**
 * Subscribes to events; resolves when the engine has answered, so that a caller who then lists misses
 * nothing. Engines send their headers a moment before they subscribe; to close that gap the stream begins
 * with the current second of the engine's own clock (the `Date` of a ping) unless `since` says more.
 * Events of up to a second before may therefore come first: they are hints, take them as such.
 */
export async function openEvents(api: Api, options: EventOptions): Promise<EventStream> {
  const { signal } = options;
  const since = options.since ?? (await engineSecond(api, signal));
  const answer = await api.open({
    method: 'GET',
    path: '/events',
    query: query({ since: engineTime(since), filters: filterText(bothNames(options.filters)) }),
    signal,
  });
  const events = eventsOf(answer.bytes);
  return {
    [Symbol.asyncIterator]: () => events,
    [Symbol.dispose]: () => answer.destroy(),
  };
}

// Docker's word, and the one that Podman filters by. Callers only ever see and name Docker's.
const podmanNames: ReadonlyMap<string, string> = new Map([
  ['die', 'died'],
  ['destroy', 'remove'],
]);

function bothNames(filters: Filters | undefined): Filters | undefined {
  const event = filters?.['event'];
  if (event === undefined) return filters;
  const also = event.flatMap((name) => podmanNames.get(name) ?? []);
  return { ...filters, event: [...event, ...also] };
}

async function engineSecond(api: Api, signal: AbortSignal | undefined): Promise<bigint> {
  const date = (await api.ping(signal)).header('date');
  const milliseconds = date === undefined ? Number.NaN : Date.parse(date);
  if (Number.isNaN(milliseconds)) throw protocolError('GET /_ping', 'the answer has no Date');
  return BigInt(milliseconds) * 1_000_000n;
}

interface EventLine {
  readonly Type?: string;
  readonly Action?: string;
  readonly Actor?: { readonly ID?: string; readonly Attributes?: Readonly<Record<string, string>> | null };
  readonly time?: number;
}

async function* eventsOf(source: AsyncIterable<Buffer>): AsyncGenerator<EngineEvent, void, undefined> {
  for await (const line of lines(source)) yield parseEvent(line);
}

export function parseEvent(line: string): EngineEvent {
  const event = parseJson<EventLine>(line, 'GET /events');
  // Beyond 2^53, so read from the text. A quote inside a JSON string is escaped: only the real key matches.
  const nano = /"timeNano":\s*(\d+)/.exec(line)?.[1];
  const type = event.Type ?? '';
  const action = event.Action ?? '';
  return {
    type,
    action: type === 'container' && action === 'remove' ? 'destroy' : action,
    id: event.Actor?.ID ?? '',
    attributes: event.Actor?.Attributes ?? {},
    timeNano: nano === undefined ? BigInt(event.time ?? 0) * 1_000_000_000n : BigInt(nano),
  };
}

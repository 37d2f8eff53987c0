import type { LineLog, EventPosition, StoredEvent } from '../../../store/line-log.ts';
import { largestBatch } from './batch.ts';
import { sizeOf } from './page.ts';
import type { SearchedStreams } from './searched-streams.ts';

export interface Search {
  readonly streams: SearchedStreams;
  readonly from: number;
  readonly until: number | undefined;
  /** Where the page before ended. */
  readonly begin: EventPosition | undefined;
  readonly descending: boolean;
  readonly limit: number;
  readonly matches: (message: string) => boolean;
}

export interface Found {
  readonly events: readonly StoredEvent[];
  /** Where the next page goes on; absent when everything has been searched. */
  readonly next?: EventPosition;
}

/** So many events are looked at for one page at most: a search must not hold up other calls. */
const mostSearched = 50_000;

export function search(log: LineLog, request: Search): Found {
  const { streams, from, until, begin, descending, limit, matches } = request;
  const [only] = streams.names.keys();
  if (only === undefined) return { events: [] };
  const candidates = log.read({
    of: streams.names.size === 1 ? { stream: only } : { group: streams.group },
    from,
    until,
    ...(begin !== undefined && { [descending ? 'before' : 'after']: begin }),
    descending,
    limit: mostSearched + 1,
  });
  const events: StoredEvent[] = [];
  let searched = 0;
  let bytes = 0;
  let last = begin;
  for (const event of candidates) {
    const isHit = streams.names.has(event.stream) && matches(event.message);
    if (isHit) bytes += sizeOf(event);
    const isFull = events.length === limit || (bytes > largestBatch && events.length > 0);
    // The next page begins with what did not fit; what has not matched need not be searched again.
    if ((isHit && isFull) || searched === mostSearched) return { events, ...(last && { next: last }) };
    if (isHit) events.push(event);
    last = { at: event.at, seq: event.seq };
    searched += 1;
  }
  return { events };
}

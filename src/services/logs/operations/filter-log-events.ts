import type { FilteredLogEvent } from '../../../aws/contract/logs.types.gen.ts';
import { keyOfToken, tokenAt } from '../../../aws/paging.ts';
import type { EventPosition, StoredEvent } from '../../../store/line-log.ts';
import { exclusive, invalidNextToken, newestFirstTooEarly, startAfterEnd } from '../errors.ts';
import { eventId } from '../model/event-id.ts';
import { groupNamed } from '../model/groups.ts';
import { referredGroup } from '../model/identifiers.ts';
import { mostEvents } from '../model/page.ts';
import { compilePattern } from '../model/pattern/compile.ts';
import { visibleFrom } from '../model/retention.ts';
import { searchedStreams } from '../model/searched-streams.ts';
import { search } from '../model/search.ts';
import type { LogsOperation } from '../operation.ts';

const earliestNewestFirst = Date.UTC(2024, 0, 1);

/**
 * The events of a group that match, of all streams or of some, interleaved by time. `interleaved` has been
 * without effect at AWS since 2019, and nothing is masked here, so `unmask` changes nothing. A page ends
 * with so many events, a megabyte, or so much searched: it may be empty and still have a successor.
 */
export const filterLogEvents: LogsOperation<'FilterLogEvents'> = (input, call) => {
  const {
    logStreamNames,
    logStreamNamePrefix,
    startTime,
    endTime,
    filterPattern,
    limit = mostEvents,
  } = input;
  if (logStreamNames !== undefined && logStreamNamePrefix !== undefined) {
    throw exclusive('logStreamNames', 'logStreamNamePrefix');
  }
  if (startTime !== undefined && endTime !== undefined && startTime > endTime) throw startAfterEnd();
  const pattern = compilePattern(filterPattern);
  const group = groupNamed(call, referredGroup(call, input));
  const streams = searchedStreams(call, group, input);
  const query = [group.id, logStreamNames, logStreamNamePrefix, startTime, endTime, filterPattern];
  const begun = input.nextToken === undefined ? undefined : readToken(input.nextToken, query);
  const descending = begun?.descending ?? input.startFromHead === false;
  if (begun === undefined && descending && (startTime ?? 0) < earliestNewestFirst)
    throw newestFirstTooEarly();
  const found = search(call.tables.events, {
    streams,
    from: visibleFrom(call, group, startTime),
    // Unlike that of GetLogEvents, this end belongs to what is searched.
    until: endTime === undefined ? undefined : endTime + 1,
    begin: begun?.position,
    descending,
    limit,
    matches: (message) => pattern.matches(message),
  });
  const nameOf = (event: StoredEvent): string => streams.names.get(event.stream) ?? '';
  return {
    events: found.events.map((event) => describe(event, nameOf(event))),
    searchedLogStreams: [],
    ...(found.next !== undefined && { nextToken: writeToken(found.next, descending, query) }),
  };
};

const describe = (event: StoredEvent, logStreamName: string): FilteredLogEvent => ({
  logStreamName,
  timestamp: event.at,
  message: event.message,
  ingestionTime: event.ingestedAt,
  eventId: eventId(event),
});

const writeToken = ({ at, seq }: EventPosition, descending: boolean, query: unknown): string =>
  tokenAt(`${descending ? '-' : '+'} ${at} ${seq}`, query);

function readToken(
  token: string,
  query: unknown,
): { readonly position: EventPosition; readonly descending: boolean } {
  const match = /^([-+]) (\d+) (\d+)$/.exec(keyOfToken(token, query) ?? '');
  if (match === null) throw invalidNextToken();
  const [, direction, at, seq] = match;
  return { position: { at: Number(at), seq: Number(seq) }, descending: direction === '-' };
}

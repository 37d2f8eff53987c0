import type { StoredEvent } from '../../../store/line-log.ts';
import { invalidNextToken, startAfterEnd } from '../errors.ts';
import { type EventToken, readEventToken, writeEventToken } from '../model/event-id.ts';
import { groupNamed } from '../model/groups.ts';
import { referredGroup } from '../model/identifiers.ts';
import { mostEvents, withinPage } from '../model/page.ts';
import { visibleFrom } from '../model/retention.ts';
import { streamNamed } from '../model/streams.ts';
import type { LogsOperation } from '../operation.ts';

/**
 * One page of a stream, oldest first within the page. At either end the token that was given is answered
 * again. Nothing is masked here, so `unmask` changes nothing.
 */
export const getLogEvents: LogsOperation<'GetLogEvents'> = (input, call) => {
  const { startTime, endTime, startFromHead = false, limit = mostEvents } = input;
  if (startTime !== undefined && endTime !== undefined && startTime > endTime) throw startAfterEnd();
  const token = input.nextToken === undefined ? undefined : readEventToken(input.nextToken);
  if (input.nextToken !== undefined && token === undefined) throw invalidNextToken();
  const group = groupNamed(call, referredGroup(call, input));
  const stream = streamNamed(call, group, input.logStreamName);
  const from = visibleFrom(call, group, startTime);
  const descending = token === undefined ? !startFromHead : token.direction === 'backward';
  const found = call.tables.events.read({
    of: { stream: stream.id },
    from,
    until: endTime,
    ...(token !== undefined && { [descending ? 'before' : 'after']: token.position }),
    descending,
    limit,
  });
  const page = withinPage(found);
  if (descending) page.reverse();
  return {
    events: page.map(({ at, message, ingestedAt }) => ({
      timestamp: at,
      message,
      ingestionTime: ingestedAt,
    })),
    ...tokens(page, token?.position ?? { at: from, seq: 0 }),
  };
};

function tokens(
  page: readonly StoredEvent[],
  otherwise: EventToken['position'],
): { nextForwardToken: string; nextBackwardToken: string } {
  return {
    nextForwardToken: writeEventToken({ direction: 'forward', position: page.at(-1) ?? otherwise }),
    nextBackwardToken: writeEventToken({ direction: 'backward', position: page[0] ?? otherwise }),
  };
}

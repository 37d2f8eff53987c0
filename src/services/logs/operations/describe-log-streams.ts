import { paginate } from '../../../aws/paging.ts';
import type { Query } from '../../../store/table.ts';
import { invalidNextToken, orderedByTimeWithPrefix } from '../errors.ts';
import { groupNamed } from '../model/groups.ts';
import { referredGroup } from '../model/identifiers.ts';
import { describeStream } from '../model/streams.ts';
import type { StreamRecord } from '../model/tables.ts';
import type { LogsOperation } from '../operation.ts';

/** Streams by name, or by the time of their last event. */
export const describeLogStreams: LogsOperation<'DescribeLogStreams'> = (input, call) => {
  const {
    logStreamNamePrefix: prefix,
    orderBy = 'LogStreamName',
    descending = false,
    nextToken,
    limit,
  } = input;
  const byTime = orderBy === 'LastEventTime';
  if (byTime && prefix !== undefined) throw orderedByTimeWithPrefix();
  const group = groupNamed(call, referredGroup(call, input));
  const query: Query = {
    where: { group_id: group.id, ...(prefix !== undefined && { name: { startsWith: prefix } }) },
    orderBy: byTime ? ['last_event', 'name'] : ['name'],
    descending,
  };
  const page = paginate<StreamRecord>(
    (after, most) => {
      const position = after === undefined ? {} : { after: byTime ? positionOf(after) : [after] };
      return call.tables.streams.select({ ...query, ...position, limit: most });
    },
    (stream) => (byTime ? `${stream.lastEventAt ?? 0} ${stream.name}` : stream.name),
    {
      nextToken,
      maxResults: limit,
      defaultSize: 50,
      query: [group.id, prefix, orderBy, descending],
      invalidToken: invalidNextToken,
    },
  );
  return {
    logStreams: page.items.map((stream) => describeStream(call, group, stream)),
    ...(page.nextToken && { nextToken: page.nextToken }),
  };
};

function positionOf(key: string): readonly (string | number)[] {
  const blank = key.indexOf(' ');
  return [Number(key.slice(0, blank)), key.slice(blank + 1)];
}

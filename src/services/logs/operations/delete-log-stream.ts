import { groupNamed } from '../model/groups.ts';
import { streamNamed } from '../model/streams.ts';
import type { LogsOperation } from '../operation.ts';

/** The stream is gone at once; its events are removed piece by piece, see `sweeper.ts`. */
export const deleteLogStream: LogsOperation<'DeleteLogStream'> = ({ logGroupName, logStreamName }, call) => {
  const group = groupNamed(call, logGroupName);
  const stream = streamNamed(call, group, logStreamName);
  call.tables.streams.delete(group.id, stream.name);
  call.tables.removals.put({ groupId: group.id, streamId: stream.id });
  return {};
};

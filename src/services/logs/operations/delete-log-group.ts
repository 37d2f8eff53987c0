import { groupIsProtected } from '../errors.ts';
import { groupNamed } from '../model/groups.ts';
import type { LogsOperation } from '../operation.ts';

/** The group is gone at once; its streams and events are removed piece by piece, see `sweeper.ts`. */
export const deleteLogGroup: LogsOperation<'DeleteLogGroup'> = ({ logGroupName }, call) => {
  const group = groupNamed(call, logGroupName);
  if (group.deletionProtection) throw groupIsProtected();
  call.tables.groups.delete(group.account, group.region, group.name);
  call.tables.removals.put({ groupId: group.id, streamId: 0 });
  return {};
};

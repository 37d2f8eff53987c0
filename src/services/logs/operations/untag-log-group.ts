import { groupNamed } from '../model/groups.ts';
import { withoutTags } from '../model/tags.ts';
import type { LogsOperation } from '../operation.ts';

/** The older form of UntagResource. */
export const untagLogGroup: LogsOperation<'UntagLogGroup'> = ({ logGroupName, tags }, call) => {
  const group = groupNamed(call, logGroupName);
  call.tables.groups.put({ ...group, tags: withoutTags(group, tags) });
  return {};
};

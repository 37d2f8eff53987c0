import { tooManyTagsHere } from '../errors.ts';
import { groupNamed } from '../model/groups.ts';
import { withTags } from '../model/tags.ts';
import type { LogsOperation } from '../operation.ts';

/** The older form of TagResource. */
export const tagLogGroup: LogsOperation<'TagLogGroup'> = ({ logGroupName, tags }, call) => {
  const group = groupNamed(call, logGroupName);
  call.tables.groups.put({ ...group, tags: withTags(group, tags, tooManyTagsHere) });
  return {};
};

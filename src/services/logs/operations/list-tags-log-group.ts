import { groupNamed } from '../model/groups.ts';
import type { LogsOperation } from '../operation.ts';

/** The older form of ListTagsForResource. */
export const listTagsLogGroup: LogsOperation<'ListTagsLogGroup'> = ({ logGroupName }, call) => ({
  tags: groupNamed(call, logGroupName).tags,
});

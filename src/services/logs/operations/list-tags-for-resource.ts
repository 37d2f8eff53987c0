import { groupNamed } from '../model/groups.ts';
import { groupNameOf } from '../model/identifiers.ts';
import type { LogsOperation } from '../operation.ts';

export const listTagsForResource: LogsOperation<'ListTagsForResource'> = ({ resourceArn }, call) => ({
  tags: groupNamed(call, groupNameOf(call, resourceArn)).tags,
});

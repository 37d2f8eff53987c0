import { tooManyTags } from '../errors.ts';
import { groupNamed } from '../model/groups.ts';
import { groupNameOf } from '../model/identifiers.ts';
import { withTags } from '../model/tags.ts';
import type { LogsOperation } from '../operation.ts';

/** Of all that can be tagged in CloudWatch Logs, log groups are what there is here. */
export const tagResource: LogsOperation<'TagResource'> = ({ resourceArn, tags }, call) => {
  const group = groupNamed(call, groupNameOf(call, resourceArn));
  call.tables.groups.put({ ...group, tags: withTags(group, tags, () => tooManyTags(resourceArn)) });
  return {};
};

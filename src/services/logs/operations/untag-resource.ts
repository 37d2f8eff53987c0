import { groupNamed } from '../model/groups.ts';
import { groupNameOf } from '../model/identifiers.ts';
import { withoutTags } from '../model/tags.ts';
import type { LogsOperation } from '../operation.ts';

export const untagResource: LogsOperation<'UntagResource'> = ({ resourceArn, tagKeys }, call) => {
  const group = groupNamed(call, groupNameOf(call, resourceArn));
  call.tables.groups.put({ ...group, tags: withoutTags(group, tagKeys) });
  return {};
};

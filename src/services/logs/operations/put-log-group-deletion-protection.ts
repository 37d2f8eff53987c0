import { groupNamed } from '../model/groups.ts';
import { groupNameOf } from '../model/identifiers.ts';
import type { LogsOperation } from '../operation.ts';

export const putLogGroupDeletionProtection: LogsOperation<'PutLogGroupDeletionProtection'> = (
  input,
  call,
) => {
  const group = groupNamed(call, groupNameOf(call, input.logGroupIdentifier));
  call.tables.groups.put({ ...group, deletionProtection: input.deletionProtectionEnabled });
  return {};
};

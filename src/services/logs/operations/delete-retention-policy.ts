import { deliveryRetention } from '../errors.ts';
import { groupNamed } from '../model/groups.ts';
import type { LogsOperation } from '../operation.ts';

/** Events that have not expired yet are kept for ever. */
export const deleteRetentionPolicy: LogsOperation<'DeleteRetentionPolicy'> = ({ logGroupName }, call) => {
  const { retentionInDays: _, ...group } = groupNamed(call, logGroupName);
  if (group.logGroupClass === 'DELIVERY') throw deliveryRetention();
  call.tables.groups.put(group);
  return {};
};

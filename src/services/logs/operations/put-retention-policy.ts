import { deliveryRetention, invalidRetention } from '../errors.ts';
import { groupNamed } from '../model/groups.ts';
import { retentionPeriods } from '../model/retention.ts';
import type { LogsOperation } from '../operation.ts';

export const putRetentionPolicy: LogsOperation<'PutRetentionPolicy'> = (input, call) => {
  const { logGroupName, retentionInDays } = input;
  if (!retentionPeriods.includes(retentionInDays)) throw invalidRetention(retentionInDays, retentionPeriods);
  const group = groupNamed(call, logGroupName);
  if (group.logGroupClass === 'DELIVERY') throw deliveryRetention();
  call.tables.groups.put({ ...group, retentionInDays });
  return {};
};

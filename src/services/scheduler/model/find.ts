import { groupDeleting, groupNotFound, scheduleNotFound } from '../errors.ts';
import type { SchedulerCall } from '../operation.ts';
import { groupArn } from './arns.ts';
import type { GroupRecord, ScheduleRecord } from './tables.ts';

export const defaultGroup = 'default';

/** Every account has its default group from the beginning; it is written down when it gets tags. */
export function findGroup(call: SchedulerCall, name: string): GroupRecord | undefined {
  const { account, region } = call;
  const found = call.tables.groups.get(account, region, name);
  if (found !== undefined || name !== defaultGroup) return found;
  return { account, region, name, arn: groupArn(call, name), tags: [], createdAt: 0, modifiedAt: 0 };
}

/** Throws ResourceNotFoundException. */
export function groupOf(call: SchedulerCall, name: string): GroupRecord {
  const found = findGroup(call, name);
  if (found === undefined) throw groupNotFound(name);
  return found;
}

/** A group that something may be put into. Throws ResourceNotFoundException, ConflictException. */
export function activeGroupOf(call: SchedulerCall, name: string): GroupRecord {
  const found = groupOf(call, name);
  if (found.deletedAt !== undefined) throw groupDeleting(name);
  return found;
}

/** Throws ResourceNotFoundException. */
export function scheduleOf(
  call: SchedulerCall,
  { Name, GroupName = defaultGroup }: { readonly Name: string; readonly GroupName?: string },
): ScheduleRecord {
  groupOf(call, GroupName);
  const found = call.tables.schedules.get(call.account, call.region, GroupName, Name);
  if (found === undefined) throw scheduleNotFound(Name);
  return found;
}

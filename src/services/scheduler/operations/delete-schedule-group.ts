import { defaultGroupStays } from '../errors.ts';
import { defaultGroup, groupOf } from '../model/find.ts';
import { idempotent } from '../model/idempotent.ts';
import type { SchedulerOperation } from '../operation.ts';

/** Its schedules are deleted with it. It is DELETING for a moment; `groups.ts` takes it away. */
export const deleteScheduleGroup: SchedulerOperation<'DeleteScheduleGroup'> = (input, call) =>
  idempotent(call, 'DeleteScheduleGroup', input, () => {
    const { account, region, now } = call;
    if (input.Name === defaultGroup) throw defaultGroupStays();
    const group = groupOf(call, input.Name);
    if (group.deletedAt !== undefined) return {};
    const { schedules, groups } = call.tables;
    for (const { name } of schedules.select({ where: { account, region, group_name: group.name } })) {
      schedules.delete(account, region, group.name, name);
    }
    groups.put({ ...group, deletedAt: now, modifiedAt: now });
    return {};
  });

import { scheduleOf } from '../model/find.ts';
import { idempotent } from '../model/idempotent.ts';
import type { SchedulerOperation } from '../operation.ts';

/** What it was due for and what has not been done yet is not done any more. */
export const deleteSchedule: SchedulerOperation<'DeleteSchedule'> = (input, call) =>
  idempotent(call, 'DeleteSchedule', input, () => {
    const { account, region, group, name } = scheduleOf(call, input);
    call.tables.schedules.delete(account, region, group, name);
    return {};
  });

import { scheduleOf } from '../model/find.ts';
import { idempotent } from '../model/idempotent.ts';
import type { SchedulerOperation } from '../operation.ts';
import { scheduleRecord } from './schedule-record.ts';

export const updateSchedule: SchedulerOperation<'UpdateSchedule'> = (input, call) =>
  idempotent(call, 'UpdateSchedule', input, () => {
    const schedule = scheduleRecord(input, call, scheduleOf(call, input));
    call.tables.schedules.put(schedule);
    return { ScheduleArn: schedule.arn };
  });

import { scheduleExists } from '../errors.ts';
import { activeGroupOf, defaultGroup } from '../model/find.ts';
import { idempotent } from '../model/idempotent.ts';
import type { SchedulerOperation } from '../operation.ts';
import { scheduleRecord } from './schedule-record.ts';

export const createSchedule: SchedulerOperation<'CreateSchedule'> = (input, call) =>
  idempotent(call, 'CreateSchedule', input, () => {
    const { Name, GroupName = defaultGroup } = input;
    activeGroupOf(call, GroupName);
    const { schedules } = call.tables;
    if (schedules.get(call.account, call.region, GroupName, Name) !== undefined) throw scheduleExists(Name);
    const schedule = scheduleRecord(input, call);
    schedules.put(schedule);
    return { ScheduleArn: schedule.arn };
  });

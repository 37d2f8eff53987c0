import { describeSchedule } from '../model/describe.ts';
import { scheduleOf } from '../model/find.ts';
import type { SchedulerOperation } from '../operation.ts';

export const getSchedule: SchedulerOperation<'GetSchedule'> = (input, call) =>
  describeSchedule(scheduleOf(call, input));

import { describeGroup } from '../model/describe.ts';
import { groupOf } from '../model/find.ts';
import type { SchedulerOperation } from '../operation.ts';

export const getScheduleGroup: SchedulerOperation<'GetScheduleGroup'> = (input, call) =>
  describeGroup(groupOf(call, input.Name));

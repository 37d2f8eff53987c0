import type { SchedulerOperationTable } from '../operation.ts';
import { createScheduleGroup } from './create-schedule-group.ts';
import { createSchedule } from './create-schedule.ts';
import { deleteScheduleGroup } from './delete-schedule-group.ts';
import { deleteSchedule } from './delete-schedule.ts';
import { getScheduleGroup } from './get-schedule-group.ts';
import { getSchedule } from './get-schedule.ts';
import { listScheduleGroups } from './list-schedule-groups.ts';
import { listSchedules } from './list-schedules.ts';
import { listTagsForResource, tagResource, untagResource } from './tags.ts';
import { updateSchedule } from './update-schedule.ts';

/** All that there is. */
export const operations: SchedulerOperationTable = {
  CreateSchedule: createSchedule,
  CreateScheduleGroup: createScheduleGroup,
  DeleteSchedule: deleteSchedule,
  DeleteScheduleGroup: deleteScheduleGroup,
  GetSchedule: getSchedule,
  GetScheduleGroup: getScheduleGroup,
  ListScheduleGroups: listScheduleGroups,
  ListSchedules: listSchedules,
  ListTagsForResource: listTagsForResource,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateSchedule: updateSchedule,
};

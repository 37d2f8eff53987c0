import type {
  GetScheduleGroupOutput,
  GetScheduleOutput,
  ScheduleSummary,
  Target,
} from '../../../aws/contract/scheduler.types.gen.ts';
import { defaultRetryPolicy } from '../../../aws/targets/retry-policy.ts';
import { seconds } from '../operation.ts';
import type { GroupRecord, ScheduleRecord } from './tables.ts';

/** Records as answers tell them; what is unknown is left out. */

export function describeSchedule(schedule: ScheduleRecord): GetScheduleOutput {
  const { description, kmsKeyArn, start, end } = schedule;
  return {
    ...summarize(schedule),
    ScheduleExpression: schedule.expression,
    ScheduleExpressionTimezone: schedule.timezone,
    ...(start !== undefined && { StartDate: seconds(start) }),
    ...(end !== undefined && { EndDate: seconds(end) }),
    ...(description !== undefined && { Description: description }),
    ...(kmsKeyArn !== undefined && { KmsKeyArn: kmsKeyArn }),
    Target: describeTarget(schedule.target),
    FlexibleTimeWindow: schedule.window,
    ActionAfterCompletion: schedule.afterCompletion,
  };
}

export function summarize(schedule: ScheduleRecord): ScheduleSummary {
  return {
    Arn: schedule.arn,
    GroupName: schedule.group,
    Name: schedule.name,
    State: schedule.state,
    CreationDate: seconds(schedule.createdAt),
    LastModificationDate: seconds(schedule.modifiedAt),
    Target: { Arn: schedule.target.Arn },
  };
}

/** AWS tells the policy that holds where none was given. */
function describeTarget(target: Target): Target {
  return { ...target, RetryPolicy: { ...defaultRetryPolicy, ...target.RetryPolicy } };
}

export function describeGroup(group: GroupRecord): GetScheduleGroupOutput {
  return {
    Arn: group.arn,
    Name: group.name,
    State: group.deletedAt === undefined ? 'ACTIVE' : 'DELETING',
    ...(group.createdAt > 0 && { CreationDate: seconds(group.createdAt) }),
    ...(group.modifiedAt > 0 && { LastModificationDate: seconds(group.modifiedAt) }),
  };
}

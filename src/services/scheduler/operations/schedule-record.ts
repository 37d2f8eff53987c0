import type { CreateScheduleInput } from '../../../aws/contract/scheduler.types.gen.ts';
import { checkTarget } from '../model/check-target.ts';
import { checkTiming } from '../model/check-timing.ts';
import { scheduleArn } from '../model/arns.ts';
import { defaultGroup } from '../model/find.ts';
import { scheduled } from '../model/plan.ts';
import type { ScheduleRecord } from '../model/tables.ts';
import type { SchedulerCall } from '../operation.ts';

/**
 * What a request makes of a schedule. All of it is replaced: what is not given has its default, also in
 * UpdateSchedule. Throws ValidationException.
 */
export function scheduleRecord(
  input: CreateScheduleInput,
  call: SchedulerCall,
  before?: ScheduleRecord,
): ScheduleRecord {
  const { account, region, now } = call;
  const { Name: name, GroupName: group = defaultGroup, Description, KmsKeyArn, StartDate, EndDate } = input;
  checkTiming(input, now, before?.expression);
  checkTarget(input.Target, call.targets);
  const given = {
    account,
    region,
    group,
    name,
    arn: scheduleArn(call, group, name),
    expression: input.ScheduleExpression,
    timezone: input.ScheduleExpressionTimezone ?? 'UTC',
    state: input.State ?? 'ENABLED',
    ...(Description !== undefined && { description: Description }),
    ...(KmsKeyArn !== undefined && { kmsKeyArn: KmsKeyArn }),
    ...(StartDate !== undefined && { start: StartDate * 1000 }),
    ...(EndDate !== undefined && { end: EndDate * 1000 }),
    target: input.Target,
    window: input.FlexibleTimeWindow,
    afterCompletion: input.ActionAfterCompletion ?? 'NONE',
    createdAt: before?.createdAt ?? now,
    modifiedAt: now,
  } satisfies Omit<ScheduleRecord, 'nextAt' | 'since'>;
  // One whose time is not changed keeps its rhythm, and what has been done is not done again.
  if (before !== undefined && timingOf(before) === timingOf(given)) {
    const { since, nextAt } = before;
    return { ...given, since, ...(nextAt !== undefined && { nextAt }) };
  }
  return scheduled({ ...given, since: now }, now);
}

const timingOf = ({
  expression,
  timezone,
  state,
  start,
  end,
}: Pick<ScheduleRecord, 'end' | 'expression' | 'start' | 'state' | 'timezone'>): string =>
  JSON.stringify([expression, timezone, state, start, end]);

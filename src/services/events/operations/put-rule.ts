import { invalidSchedule, neitherPatternNorSchedule, scheduleOnOtherBus } from '../errors.ts';
import { ruleArn } from '../model/arns.ts';
import { checkPattern } from '../model/check-pattern.ts';
import { busOf, mergeTags } from '../model/find.ts';
import { parseSchedule } from '../../../aws/schedule/schedule.ts';
import type { EventsOperation } from '../operation.ts';

/** Makes a rule, or replaces all of one but its targets and tags. */
export const putRule: EventsOperation<'PutRule'> = (input, call) => {
  const { account, region } = call;
  const { name: bus } = busOf(call, input.EventBusName);
  const { Name: name, Description, RoleArn } = input;
  // Terraform and the console send the one that is not meant as an empty text.
  const eventPattern = input.EventPattern === '' ? undefined : input.EventPattern;
  const scheduleExpression = input.ScheduleExpression === '' ? undefined : input.ScheduleExpression;
  if (eventPattern === undefined && scheduleExpression === undefined) throw neitherPatternNorSchedule();
  if (scheduleExpression !== undefined) {
    if (bus !== 'default') throw scheduleOnOtherBus();
    if (parseSchedule(scheduleExpression) === undefined) throw invalidSchedule();
  }
  if (eventPattern !== undefined) checkPattern(eventPattern);
  const before = call.tables.rules.get(account, region, bus, name);
  const state = input.State ?? 'ENABLED';
  const isSameSchedule = before?.scheduleExpression === scheduleExpression && before?.state === state;
  const arn = ruleArn(call, bus, name);
  call.tables.rules.put({
    account,
    region,
    bus,
    name,
    arn,
    ...(eventPattern !== undefined && { eventPattern }),
    ...(scheduleExpression !== undefined && { scheduleExpression }),
    state,
    ...(Description !== undefined && { description: Description }),
    ...(RoleArn !== undefined && { roleArn: RoleArn }),
    createdBy: before?.createdBy ?? account,
    tags: before?.tags ?? mergeTags([], input.Tags ?? []),
    targets: before?.targets ?? [],
    scheduledSince: before !== undefined && isSameSchedule ? before.scheduledSince : call.now,
  });
  return { RuleArn: arn };
};

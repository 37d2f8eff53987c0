import { type ArnScope, arn } from '../../aws/arn.ts';
import type { Demand } from '../../aws/authorization.ts';
import { listAt, memberOf, textAt } from '../../aws/json/loose-members.ts';
import type { RequestContext } from '../../aws/service.ts';
import { groupArn, scheduleArn } from './model/arns.ts';
import { defaultGroup } from './model/find.ts';

/**
 * What calls must be allowed.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgescheduler.html
 */
export function demands(operation: string, input: unknown, context: RequestContext): readonly Demand[] {
  const own: Demand = {
    action: `scheduler:${operation}`,
    resource: resourceOf(operation, input, context),
    ...conditionsOf(input),
  };
  const role = textAt(memberOf(input, 'Target'), 'RoleArn');
  if (role === undefined) return [own];
  const conditions = { 'iam:PassedToService': 'scheduler.amazonaws.com' };
  return [own, { action: 'iam:PassRole', resource: role, conditions }];
}

function resourceOf(operation: string, input: unknown, scope: ArnScope): string {
  const name = textAt(input, 'Name');
  switch (operation) {
    case 'ListSchedules':
      return scheduleArn(scope, textAt(input, 'GroupName') ?? '*', '*');
    case 'ListScheduleGroups':
      return groupArn(scope, '*');
    case 'CreateScheduleGroup':
    case 'DeleteScheduleGroup':
    case 'GetScheduleGroup':
      return groupArn(scope, name ?? '*');
    case 'TagResource':
    case 'UntagResource':
    case 'ListTagsForResource':
      return textAt(input, 'ResourceArn') ?? arn(scope, 'scheduler', '*');
    default:
      return scheduleArn(scope, textAt(input, 'GroupName') ?? defaultGroup, name ?? '*');
  }
}

/** Tags of the request, by the keys that AWS has for them. */
function conditionsOf(input: unknown): Pick<Demand, 'conditions'> {
  const pairs = listAt(input, 'Tags').map(
    (tag) => [textAt(tag, 'Key') ?? '', textAt(tag, 'Value') ?? ''] as const,
  );
  if (pairs.length === 0) return {};
  return {
    conditions: {
      'aws:TagKeys': pairs.map(([key]) => key),
      ...Object.fromEntries(pairs.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    },
  };
}

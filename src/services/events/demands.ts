import { type ArnScope, arn } from '../../aws/arn.ts';
import type { Demand } from '../../aws/authorization.ts';
import { listAt, textAt } from '../../aws/json/loose-members.ts';
import type { RequestContext } from '../../aws/service.ts';
import { archiveArn, busArn, replayArn, ruleArn } from './model/arns.ts';
import { busNameOf } from './model/find.ts';
import type { EventsTables } from './model/tables.ts';

/**
 * What calls must be allowed.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
 */
export function demandsOf(
  tables: EventsTables,
  operation: string,
  input: unknown,
  context: RequestContext,
): readonly Demand[] {
  const action = `events:${operation}`;
  if (operation === 'PutEvents')
    return listAt(input, 'Entries').map((entry) => putEvent(tables, entry, context));
  const own = { action, resource: resourceOf(tables, operation, input, context), ...conditionsOf(input) };
  return [own, ...rolesIn(input).map(passRole)];
}

/** A bus's own policy has its say in what is put on it. */
function putEvent({ buses }: EventsTables, entry: unknown, scope: ArnScope): Demand {
  const { bus, own } = busAt(entry, scope);
  const policy = buses.get(own.account, own.region, bus)?.policy;
  return {
    action: 'events:PutEvents',
    resource: busArn(own, bus),
    resourceAccount: own.account,
    ...(policy !== undefined && { resourcePolicy: policy }),
    conditions: present({
      'events:detail-type': textAt(entry, 'DetailType'),
      'events:source': textAt(entry, 'Source'),
      'events:eventBusInvocation': 'false',
    }),
  };
}

const passRole = (role: string): Demand => ({
  action: 'iam:PassRole',
  resource: role,
  conditions: { 'iam:PassedToService': 'events.amazonaws.com' },
});

/** Of a rule, a bus, and of each target. */
const rolesIn = (input: unknown): readonly string[] =>
  [input, ...listAt(input, 'Targets')].flatMap((holder) => textAt(holder, 'RoleArn') ?? []);

function resourceOf(
  { connections, apiDestinations }: EventsTables,
  operation: string,
  input: unknown,
  scope: ArnScope,
): string {
  const { account, region } = scope;
  const name = textAt(input, 'Name') ?? '*';
  const { bus } = busAt(input, scope);
  switch (operation) {
    case 'PutRule':
    case 'DeleteRule':
    case 'DescribeRule':
    case 'EnableRule':
    case 'DisableRule':
      return ruleArn(scope, bus, name);
    case 'PutTargets':
    case 'RemoveTargets':
    case 'ListTargetsByRule':
      return ruleArn(scope, bus, textAt(input, 'Rule') ?? '*');
    case 'PutPermission':
    case 'RemovePermission':
      return busArn(scope, bus);
    case 'CreateEventBus':
    case 'DeleteEventBus':
    case 'DescribeEventBus':
    case 'UpdateEventBus':
      return busArn(scope, busNameOf(textAt(input, 'Name') ?? 'default'));
    case 'CreateConnection':
    case 'DeleteConnection':
    case 'DescribeConnection':
    case 'UpdateConnection':
    case 'DeauthorizeConnection':
      return connections.get(account, region, name)?.arn ?? arn(scope, 'events', `connection/${name}`);
    case 'CreateApiDestination':
    case 'DeleteApiDestination':
    case 'DescribeApiDestination':
    case 'UpdateApiDestination':
      return (
        apiDestinations.get(account, region, name)?.arn ?? arn(scope, 'events', `api-destination/${name}`)
      );
    case 'CreateArchive':
    case 'DeleteArchive':
    case 'DescribeArchive':
    case 'UpdateArchive':
      return archiveArn(scope, textAt(input, 'ArchiveName') ?? '*');
    case 'StartReplay':
    case 'DescribeReplay':
    case 'CancelReplay':
      return replayArn(scope, textAt(input, 'ReplayName') ?? '*');
    case 'TagResource':
    case 'UntagResource':
    case 'ListTagsForResource':
      return textAt(input, 'ResourceARN') ?? '*';
    default:
      // Lists, TestEventPattern, and what is not implemented: no resource.
      return '*';
  }
}

/** Where a bus is that is named by name or ARN; the caller's own without either. */
function busAt(input: unknown, scope: ArnScope): { readonly bus: string; readonly own: ArnScope } {
  const reference = textAt(input, 'EventBusName');
  const [, , , region, account] = reference?.split(':') ?? [];
  const isElsewhere = region !== undefined && account !== undefined;
  return {
    bus: busNameOf(reference),
    own: isElsewhere ? { partition: scope.partition, region, account } : scope,
  };
}

/** Of PutRule and PutTargets those that can be told from the request alone, and tags. */
function conditionsOf(input: unknown): Pick<Demand, 'conditions'> {
  const tags = listAt(input, 'Tags').map(
    (tag) => [textAt(tag, 'Key') ?? '', textAt(tag, 'Value') ?? ''] as const,
  );
  const targets = listAt(input, 'Targets').flatMap((target) => textAt(target, 'Arn') ?? []);
  const conditions = {
    ...(targets.length > 0 && { 'events:TargetArn': targets }),
    ...(tags.length > 0 && { 'aws:TagKeys': tags.map(([key]) => key) }),
    ...Object.fromEntries(tags.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
  };
  return Object.keys(conditions).length === 0 ? {} : { conditions };
}

function present(members: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

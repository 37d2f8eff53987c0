import { noCustomSuffix, noSuchDeletion, noSuchRole, serviceRoleTaken } from '../errors.ts';
import { awsPolicy } from '../model/aws-policies.ts';
import { entityArn, newUniqueId } from '../model/names.ts';
import { describeRole, findRole, isServiceLinked } from '../model/roles.ts';
import type { PolicyRecord, RoleRecord } from '../model/tables.ts';
import type { IamOperation } from '../operation.ts';

/** Names that services give their roles, where they do not follow from the service's own. */
const NAMES: Readonly<Record<string, string>> = {
  'ecs.amazonaws.com': 'ECS',
  'ecs-compute.amazonaws.com': 'ECSCompute',
  'elasticloadbalancing.amazonaws.com': 'ElasticLoadBalancing',
  'autoscaling.amazonaws.com': 'AutoScaling',
  'ecs.application-autoscaling.amazonaws.com': 'ApplicationAutoScaling_ECSService',
  'spot.amazonaws.com': 'EC2Spot',
  'rds.amazonaws.com': 'RDS',
  'replication.ecr.amazonaws.com': 'ECRReplication',
  'pullthroughcache.ecr.amazonaws.com': 'ECRPullThroughCache',
};
/** What AWS lets the roles do, of those of which the policies are here. */
const POLICIES: Readonly<Record<string, string>> = {
  'ecs.amazonaws.com': 'AmazonECSServiceRolePolicy',
  'ecs-compute.amazonaws.com': 'AmazonECSComputeServiceRolePolicy',
  'ecs.application-autoscaling.amazonaws.com': 'AWSApplicationAutoscalingECSServicePolicy',
};
/** The services among these whose roles may have a suffix. */
const WITH_SUFFIX: readonly string[] = ['autoscaling.amazonaws.com'];

export const createServiceLinkedRole: IamOperation<'CreateServiceLinkedRole'> = (input, call) => {
  const { AWSServiceName: service, CustomSuffix: suffix, Description: description } = input;
  if (suffix !== undefined && service in NAMES && !WITH_SUFFIX.includes(service)) {
    throw noCustomSuffix(service);
  }
  const base = Object.hasOwn(NAMES, service) ? NAMES[service] : serviceWord(service);
  const name = `AWSServiceRoleFor${base}${suffix === undefined ? '' : `_${suffix}`}`;
  const { account, now, tables } = call;
  if (tables.roles.get(account, name) !== undefined) throw serviceRoleTaken(name);
  const role: RoleRecord = {
    account,
    name,
    path: servicePath(service),
    uniqueId: newUniqueId(call, 'role'),
    createdAt: now,
    tags: [],
    trustPolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Action: ['sts:AssumeRole'], Effect: 'Allow', Principal: { Service: [service] } }],
    }),
    ...(description !== undefined && { description }),
    maxSessionDuration: 3600,
    inline: {},
    attached: policyOf(service).map((policy) => entityArn(call, 'policy', policy)),
  };
  tables.roles.put(role);
  return { Role: describeRole(call, role) };
};

/** Nothing here uses such a role, so it goes at once; on AWS its service is asked first. */
export const deleteServiceLinkedRole: IamOperation<'DeleteServiceLinkedRole'> = (input, call) => {
  const role = findRole(call, input.RoleName);
  if (!isServiceLinked(role)) throw noSuchRole(role.name);
  call.tables.roles.delete(call.account, role.name);
  return { DeletionTaskId: `task${role.path}${role.name}/${call.ids.uuid()}` };
};

export const getServiceLinkedRoleDeletionStatus: IamOperation<'GetServiceLinkedRoleDeletionStatus'> = (
  input,
) => {
  if (!/^task\/aws-service-role\/[^/]+\/[^/]+\/[0-9a-f-]{36}$/.test(input.DeletionTaskId)) {
    throw noSuchDeletion(input.DeletionTaskId);
  }
  return { Status: 'SUCCEEDED' };
};

export const servicePath = (service: string): string => `/aws-service-role/${service}/`;

function policyOf(service: string): readonly PolicyRecord[] {
  const name = Object.hasOwn(POLICIES, service) ? POLICIES[service] : undefined;
  const policy = name === undefined ? undefined : awsPolicy(name);
  return policy === undefined ? [] : [policy];
}

/** `elasticache.amazonaws.com` → `Elasticache` */
function serviceWord(service: string): string {
  const [first = ''] = service.split('.');
  return first
    .split('-')
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('');
}

import type { Demand } from '../../aws/authorization.ts';
import type {
  EcsOperationName,
  EcsOperations,
  RunTaskRequest,
  StartTaskRequest,
  Tag,
} from '../../aws/contract/ecs.types.gen.ts';
import { type DemandTable, passRole, requestTags, resourceTags } from '../../aws/demands.ts';
import {
  capacityProviderArn,
  clusterArn,
  containerInstanceArn,
  parseEcsArn,
  taskArn,
} from '../../aws/ecs-arn.ts';
import type { RequestContext } from '../../aws/service.ts';
import { defaultCluster } from './model/clusters/cluster-reference.ts';
import type { EcsTables, TaskDefinitionRecord } from './model/tables.ts';
import { resolveTaskDefinition } from './model/task-definition/reference.ts';

type Conditions = NonNullable<Demand['conditions']>;

/**
 * What a caller of ECS must be allowed, as the service authorization reference has it; what is not here knows
 * no resources. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 */
export function ecsDemands(tables: EcsTables): DemandTable<EcsOperations> {
  const onCluster =
    (
      operation: EcsOperationName,
      conditionsOf: (input: { readonly cluster?: string }) => Conditions = () => ({}),
    ) =>
    (input: { readonly cluster?: string }, context: RequestContext): readonly Demand[] => [
      existing(tables, operation, clusterOf(context, input.cluster), conditionsOf(input)),
    ];
  const onTasks =
    (operation: EcsOperationName) =>
    (input: TaskReferences, context: RequestContext): readonly Demand[] =>
      (input.tasks ?? [input.task ?? '']).map((task) => {
        const cluster = clusterOf(context, input.cluster);
        return existing(tables, operation, taskOf(context, cluster, task), { 'ecs:cluster': cluster });
      });
  const onArn =
    (operation: EcsOperationName) =>
    (input: TagReference): readonly Demand[] => [
      existing(tables, operation, input.resourceArn, {
        ...requestTags(pairs(input.tags)),
        ...(input.tagKeys !== undefined && { 'aws:TagKeys': input.tagKeys }),
      }),
    ];

  return {
    CreateCluster: (input, context) => {
      const resource = clusterArn(context, input.clusterName ?? defaultCluster);
      const conditions = named('ecs:capacity-provider', input.capacityProviders);
      return created('CreateCluster', resource, resource, input.tags, conditions);
    },
    DeleteCluster: onCluster('DeleteCluster'),
    UpdateCluster: onCluster('UpdateCluster'),
    UpdateClusterSettings: onCluster('UpdateClusterSettings'),
    PutClusterCapacityProviders: (input, context) => [
      existing(
        tables,
        'PutClusterCapacityProviders',
        clusterOf(context, input.cluster),
        named('ecs:capacity-provider', input.capacityProviders),
      ),
    ],
    DescribeClusters: (input, context) =>
      (input.clusters ?? [defaultCluster]).map((cluster) =>
        existing(tables, 'DescribeClusters', clusterOf(context, cluster), {}),
      ),
    ListContainerInstances: onCluster('ListContainerInstances'),
    DescribeCapacityProviders: (input, context) =>
      (input.capacityProviders ?? ['*']).map((name) =>
        existing(
          tables,
          'DescribeCapacityProviders',
          name.startsWith('arn:') ? name : capacityProviderArn(context, name),
          {},
        ),
      ),

    RegisterTaskDefinition: (input, context) => {
      const resource = `arn:${context.partition}:ecs:${context.region}:${context.account}:task-definition/${input.family}:*`;
      const conditions: Conditions = {
        ...named('ecs:task-cpu', input.cpu),
        ...named('ecs:task-memory', input.memory),
        ...named('ecs:compute-compatibility', input.requiresCompatibilities),
        'ecs:privileged': String(input.containerDefinitions.some(({ privileged }) => privileged === true)),
      };
      return [
        ...created('RegisterTaskDefinition', resource, resource, input.tags, conditions),
        ...passed(context, [input.taskRoleArn, input.executionRoleArn]),
      ];
    },
    DeleteTaskDefinitions: (input, context) =>
      input.taskDefinitions.map((reference) =>
        existing(tables, 'DeleteTaskDefinitions', definitionOf(tables, context, reference).arn, {}),
      ),

    RunTask: (input, context) => {
      const strategy = input.capacityProviderStrategy?.map(({ capacityProvider }) => capacityProvider);
      return starting(tables, 'RunTask', input, context, named('ecs:capacity-provider', strategy));
    },
    StartTask: (input, context) => {
      const cluster = nameIn(clusterOf(context, input.cluster));
      const instances = input.containerInstances.map((instance) =>
        instance.startsWith('arn:') ? instance : containerInstanceArn(context, cluster, instance),
      );
      return starting(tables, 'StartTask', input, context, named('ecs:container-instances', instances));
    },
    StopTask: onTasks('StopTask'),
    DescribeTasks: onTasks('DescribeTasks'),
    GetTaskProtection: (input, context) => onTasks('GetTaskProtection')({ tasks: ['*'], ...input }, context),
    UpdateTaskProtection: onTasks('UpdateTaskProtection'),
    ListTasks: (input, context) => {
      const cluster = clusterOf(context, input.cluster);
      const { containerInstance } = input;
      // Across instances it is about none of them: AWS weighs `*`, and the cluster is a condition.
      if (containerInstance === undefined)
        return [existing(tables, 'ListTasks', '*', { 'ecs:cluster': cluster })];
      const instance = containerInstance.startsWith('arn:')
        ? containerInstance
        : containerInstanceArn(context, nameIn(cluster), containerInstance);
      return [existing(tables, 'ListTasks', instance, { 'ecs:cluster': cluster })];
    },

    TagResource: onArn('TagResource'),
    UntagResource: onArn('UntagResource'),
    ListTagsForResource: onArn('ListTagsForResource'),
  };
}

interface TaskReferences {
  readonly cluster?: string;
  readonly task?: string;
  readonly tasks?: readonly string[];
}
interface TagReference {
  readonly resourceArn: string;
  readonly tags?: readonly Tag[];
  readonly tagKeys?: readonly string[];
}

/** An operation on what there is, with its tags. */
function existing(
  tables: EcsTables,
  operation: EcsOperationName,
  resource: string,
  conditions: Conditions,
): Demand {
  const tags = pairs(tables.tags.get(resource)?.tags);
  return {
    action: `ecs:${operation}`,
    resource,
    conditions: { ...conditions, ...resourceTags(tags, 'ecs') },
  };
}

/** An operation that makes something; giving it tags is a permission of its own. */
function created(
  operation: EcsOperationName,
  resource: string,
  made: string,
  tags: readonly Tag[] = [],
  more: Conditions = {},
): readonly Demand[] {
  const conditions = { ...more, ...requestTags(pairs(tags)) };
  const demand = { action: `ecs:${operation}`, resource, conditions };
  if (tags.length === 0) return [demand];
  const tagging = { ...conditions, 'ecs:CreateAction': operation };
  return [demand, { action: 'ecs:TagResource', resource: made, conditions: tagging }];
}

/** The task definition is what is run; the cluster is a condition. Roles are passed to the tasks. */
function starting(
  tables: EcsTables,
  operation: 'RunTask' | 'StartTask',
  input: RunTaskRequest | StartTaskRequest,
  context: RequestContext,
  more: Conditions,
): readonly Demand[] {
  const cluster = clusterOf(context, input.cluster);
  const { arn, record } = definitionOf(tables, context, input.taskDefinition);
  const { overrides = {}, volumeConfigurations = [] } = input;
  const conditions: Conditions = {
    'ecs:cluster': cluster,
    'ecs:enable-execute-command': String(input.enableExecuteCommand ?? false),
    'ecs:enable-ebs-volumes': String(volumeConfigurations.length > 0),
    ...resourceTags(pairs(tables.tags.get(arn)?.tags), 'ecs'),
    ...more,
  };
  const ebsRoles = volumeConfigurations.flatMap(({ managedEBSVolume }) => managedEBSVolume?.roleArn ?? []);
  return [
    ...created(operation, arn, taskArn(context, nameIn(cluster), '*'), input.tags, conditions),
    ...passed(context, [
      overrides.taskRoleArn ?? record?.definition.taskRoleArn,
      overrides.executionRoleArn ?? record?.definition.executionRoleArn,
    ]),
    ...[...new Set(ebsRoles)].map((role) => passRole(role, 'ecs.amazonaws.com')),
  ];
}

/** A role may be named without its ARN; then it is one of the account's own. */
function passed(
  { partition, account }: RequestContext,
  roles: readonly (string | undefined)[],
): readonly Demand[] {
  const given = new Set(roles.filter((role) => role !== undefined && role !== ''));
  return [...given].map((role = '') =>
    passRole(
      role.startsWith('arn:') ? role : `arn:${partition}:iam::${account}:role/${role}`,
      'ecs-tasks.amazonaws.com',
    ),
  );
}

const clusterOf = (context: RequestContext, argument = defaultCluster): string =>
  argument.startsWith('arn:') ? argument : clusterArn(context, argument);

const nameIn = (arn: string): string => arn.slice(arn.indexOf('/') + 1);

function taskOf(context: RequestContext, cluster: string, argument: string): string {
  const arn = parseEcsArn(argument);
  const id = arn?.kind === 'task' ? arn.task : argument;
  return arn?.kind === 'task' && arn.cluster !== undefined ? argument : taskArn(context, nameIn(cluster), id);
}

function definitionOf(
  tables: EcsTables,
  context: RequestContext,
  reference: string,
): { readonly arn: string; readonly record: TaskDefinitionRecord | undefined } {
  const record = resolveTaskDefinition(tables, context, reference);
  const { partition, region, account } = context;
  const byName = `arn:${partition}:ecs:${region}:${account}:task-definition/${reference}`;
  return {
    arn: record?.definition.taskDefinitionArn ?? (reference.startsWith('arn:') ? reference : byName),
    record,
  };
}

const pairs = (tags: readonly Tag[] = []): readonly (readonly [string, string])[] =>
  tags.map(({ key = '', value = '' }) => [key, value]);

const named = (key: string, value: string | readonly string[] | undefined): Conditions =>
  value === undefined ? {} : { [key]: value };

import type { TaskRecord } from '../../../agent/model/task-record.ts';
import type { Attachment, Container, Task, TaskOverride } from '../../../aws/contract/ecs.types.gen.ts';
import { describeTask } from '../model/tasks/describe-task.ts';
import type { EcsEvent } from './sink.ts';

/** What an event tells of a task just as DescribeTasks does. Tags, health and accelerators are not among it. */
const members = [
  'attributes',
  'availabilityZone',
  'capacityProviderName',
  'clusterArn',
  'connectivity',
  'containerInstanceArn',
  'cpu',
  'memory',
  'desiredStatus',
  'enableExecuteCommand',
  'ephemeralStorage',
  'group',
  'launchType',
  'lastStatus',
  'platformVersion',
  'startedBy',
  'stopCode',
  'stoppedReason',
  'taskArn',
  'taskDefinitionArn',
  'version',
] as const satisfies readonly (keyof Task)[];

/** Epoch seconds in the API, ISO 8601 in an event. */
const times = [
  'connectivityAt',
  'createdAt',
  'executionStoppedAt',
  'pullStartedAt',
  'pullStoppedAt',
  'startedAt',
  'stoppingAt',
  'stoppedAt',
] as const satisfies readonly (keyof Task)[];

const containerMembers = [
  'containerArn',
  'exitCode',
  'lastStatus',
  'name',
  'image',
  'imageDigest',
  'runtimeId',
  'reason',
  'taskArn',
  'cpu',
  'memory',
  'memoryReservation',
] as const satisfies readonly (keyof Container)[];

/**
 * The event of one change of a task. What is not known yet is missing.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html
 */
export function taskStateChange(record: TaskRecord, now: number): EcsEvent {
  return {
    account: record.account,
    region: record.region,
    source: 'aws.ecs',
    detailType: 'ECS Task State Change',
    resources: [record.arn],
    detail: taskDetail(describeTask(record), record.plan.networkMode === 'awsvpc', now),
    time: now,
  };
}

function taskDetail(task: Task, isAwsvpc: boolean, now: number): Readonly<Record<string, unknown>> {
  const isoTimes = times.flatMap((name) => {
    const at = task[name];
    return at === undefined ? [] : [[name, isoTime(at * 1000)] as const];
  });
  return sorted({
    ...pick(task, members),
    ...Object.fromEntries(isoTimes),
    attachments: (task.attachments ?? []).map(attachment),
    containers: (task.containers ?? []).map((container) => containerDetail(container, isAwsvpc)),
    overrides: overrides(task.overrides ?? {}),
    updatedAt: isoTime(now),
  });
}

/** The API calls this type `ElasticNetworkInterface`. */
function attachment({ type, ...rest }: Attachment): Attachment {
  return { ...rest, ...(type !== undefined && { type: type === 'ElasticNetworkInterface' ? 'eni' : type }) };
}

/** In awsvpc mode a container has interfaces, in the others bindings. */
function containerDetail(container: Container, isAwsvpc: boolean): Readonly<Record<string, unknown>> {
  const { networkInterfaces, networkBindings, managedAgents } = container;
  return {
    ...pick(container, containerMembers),
    ...(isAwsvpc && networkInterfaces !== undefined && { networkInterfaces }),
    ...(networkBindings !== undefined && (!isAwsvpc || networkBindings.length > 0) && { networkBindings }),
    ...(managedAgents !== undefined && {
      managedAgents: managedAgents.map(({ name, lastStatus }) => ({ name, status: lastStatus })),
    }),
  };
}

function overrides({ inferenceAcceleratorOverrides, ...rest }: TaskOverride): TaskOverride {
  return inferenceAcceleratorOverrides === undefined || inferenceAcceleratorOverrides.length === 0
    ? rest
    : { ...rest, inferenceAcceleratorOverrides };
}

function pick<Source extends object>(
  source: Source,
  names: readonly (keyof Source & string)[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    names.flatMap((name) => (source[name] === undefined ? [] : [[name, source[name]] as const])),
  );
}

const sorted = (detail: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(detail).sort(([a], [b]) => (a < b ? -1 : 1)));

const isoTime = (ms: number): string => new Date(ms).toISOString();

import { visibleStatus } from '../../../../agent/machine/step.ts';
import type { HealthStatus } from '../../../../agent/model/status.ts';
import type { ContainerPlan, TaskPlan } from '../../../../agent/model/task-plan.ts';
import type { ContainerState, TaskRecord } from '../../../../agent/model/task-record.ts';
import type {
  Container,
  NetworkBinding,
  NetworkInterface as ContainerInterface,
  Tag,
  Task,
  TaskOverride,
} from '../../../../aws/contract/ecs.types.gen.ts';
import { seconds } from '../../operation.ts';
import { describeAttachments } from './network.ts';
import { describeVolume } from './volumes.ts';

/** A task as the API tells it. Pure; members that AWS leaves out while unknown are left out. */
export function describeTask(task: TaskRecord, tags: readonly Tag[] = []): Task {
  const { request, plan } = task;
  const cpu = plan.cpu ?? sum(plan.containers.map(({ resources }) => resources.cpu));
  const memory = plan.memory ?? sum(plan.containers.map(memoryShare));
  return {
    attachments: [...describeAttachments(task), ...describeVolume(task)],
    attributes: [{ name: 'ecs.cpu-architecture', value: architecture(plan) }],
    availabilityZone: task.availabilityZone,
    ...(request.capacityProviderName !== undefined && { capacityProviderName: request.capacityProviderName }),
    clusterArn: task.clusterArn,
    ...(task.connectivityAt !== undefined && {
      connectivity: 'CONNECTED',
      connectivityAt: seconds(task.connectivityAt),
    }),
    ...(task.containerInstanceArn !== undefined && { containerInstanceArn: task.containerInstanceArn }),
    containers: plan.containers.flatMap((container) => {
      const state = task.containers.find(({ name }) => name === container.name);
      return state === undefined ? [] : [describeContainer(task, container, state)];
    }),
    cpu: String(cpu),
    createdAt: seconds(task.createdAt),
    desiredStatus: task.desiredStatus,
    enableExecuteCommand: request.enableExecuteCommand,
    ...time('executionStoppedAt', task.executionStoppedAt),
    group: request.group,
    healthStatus: taskHealth(task),
    inferenceAccelerators: [],
    lastStatus: task.lastStatus,
    launchType: request.launchType,
    memory: String(memory),
    overrides: overridesOf(task),
    ...(request.platformVersion !== undefined && {
      platformVersion: request.platformVersion,
      platformFamily: 'Linux',
    }),
    ...time('pullStartedAt', task.pullStartedAt),
    ...time('pullStoppedAt', task.pullStoppedAt),
    ...time('startedAt', task.startedAt),
    ...(request.startedBy !== undefined && { startedBy: request.startedBy }),
    ...(task.stopCode !== undefined && { stopCode: task.stopCode }),
    ...time('stoppedAt', task.stoppedAt),
    ...(task.stoppedReason !== undefined && { stoppedReason: task.stoppedReason }),
    ...time('stoppingAt', task.stoppingAt),
    tags: [...tags],
    taskArn: task.arn,
    taskDefinitionArn: task.taskDefinitionArn,
    version: task.version,
  };
}

function describeContainer(task: TaskRecord, plan: ContainerPlan, state: ContainerState): Container {
  const memory = memoryOf(plan);
  const reservation = mebibytes(plan.resources.memoryReservation);
  return {
    containerArn: state.arn,
    taskArn: task.arn,
    name: state.name,
    image: plan.image,
    ...(state.imageDigest !== undefined && { imageDigest: state.imageDigest }),
    ...(state.runtimeId !== undefined && { runtimeId: state.runtimeId }),
    lastStatus: visibleStatus(state.known),
    ...(state.exitCode !== undefined && { exitCode: state.exitCode }),
    ...(state.reason !== undefined && { reason: state.reason }),
    // Known only once the engine has made the container.
    ...(state.runtimeId !== undefined && { networkBindings: networkBindings(task, plan, state) }),
    networkInterfaces: networkInterfaces(task),
    healthStatus: state.health ?? 'UNKNOWN',
    cpu: String(plan.resources.cpu),
    ...(memory !== undefined && { memory: String(memory) }),
    ...(reservation !== undefined && { memoryReservation: String(reservation) }),
  };
}

function networkInterfaces({ networkInterface }: TaskRecord): ContainerInterface[] {
  if (networkInterface?.address === undefined) return [];
  return [{ attachmentId: networkInterface.attachmentId, privateIpv4Address: networkInterface.address }];
}

/** In awsvpc mode there are none as by AWS, unless Longshore was asked to publish the task's ports. */
function networkBindings(task: TaskRecord, plan: ContainerPlan, state: ContainerState): NetworkBinding[] {
  const published = task.networkInterface?.bindings ?? [];
  return [...state.networkBindings, ...published.filter((binding) => isOf(plan, binding))];
}

function isOf({ ports, portRanges = [] }: ContainerPlan, { protocol, ...binding }: NetworkBinding): boolean {
  const own = [
    ...ports.map((port) => [port.protocol, port.containerPort]),
    ...portRanges.map((range) => [range.protocol, `${range.first}-${range.last}`]),
  ];
  const bound = binding.containerPortRange ?? binding.containerPort;
  return own.some(([ownProtocol, port]) => ownProtocol === protocol && port === bound);
}

/**
 * Essential containers only: any UNHEALTHY makes the task so, all HEALTHY make it so, and one without a
 * check keeps it UNKNOWN.
 */
function taskHealth(task: TaskRecord): HealthStatus {
  const essential = new Set(task.plan.containers.filter((plan) => plan.essential).map(({ name }) => name));
  const health = task.containers
    .filter(({ name }) => essential.has(name))
    .map((state) => state.health ?? 'UNKNOWN');
  if (health.includes('UNHEALTHY')) return 'UNHEALTHY';
  return health.every((status) => status === 'HEALTHY') ? 'HEALTHY' : 'UNKNOWN';
}

type TimeName =
  | 'executionStoppedAt'
  | 'pullStartedAt'
  | 'pullStoppedAt'
  | 'startedAt'
  | 'stoppedAt'
  | 'stoppingAt';

function time(name: TimeName, ms: number | undefined): Partial<Task> {
  return ms === undefined ? {} : { [name]: seconds(ms) };
}

/** What an instance sets aside for a container: its limit, or else its reservation. */
const memoryShare = ({ resources }: ContainerPlan): number =>
  mebibytes(resources.memory ?? resources.memoryReservation) ?? 0;

const memoryOf = ({ resources }: ContainerPlan): number | undefined => mebibytes(resources.memory);

const mebibytes = (bytes: number | undefined): number | undefined =>
  bytes === undefined ? undefined : Math.floor(bytes / 2 ** 20);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

function architecture(plan: TaskPlan): string {
  const named = plan.platform?.split('/')[1] ?? process.arch;
  return named === 'arm64' ? 'arm64' : 'x86_64';
}

function overridesOf(task: TaskRecord): TaskOverride {
  // RunTask wrote it from a TaskOverride; the agent's model does not know that type.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return task.request.overrides as TaskOverride;
}

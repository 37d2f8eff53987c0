import type { TaskDefinition, TaskOverride } from '../../aws/contract/ecs.types.gen.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { ContainerPlan, TaskPlan } from '../model/task-plan.ts';
import { withRouter } from './firelens.ts';
import { notices } from './notices.ts';
import { planContainer } from './plan-container.ts';
import { type LaunchVolume, launchVolumeNotices } from './volumes-at-launch.ts';
import { fileSystemNotices } from './volumes-file-system.ts';
import { volumeSources } from './volumes.ts';

export interface PlanInput {
  readonly definition: TaskDefinition;
  readonly overrides?: TaskOverride;
  readonly taskArn: string;
  readonly clusterName: string;
  /** 32 hexadecimal digits. */
  readonly taskId: string;
  readonly ids: Ids;
  /** The EBS volume that RunTask configured, for a definition with a volume `configuredAtLaunch`. */
  readonly atLaunch?: LaunchVolume | undefined;
}

/**
 * Works a registered task definition and the overrides of one RunTask out into what the agent does.
 * Pure but for the names that `ids` gives. The definition has passed registration, and
 * `refusals(definition, overrides)` was empty.
 */
export function planTask(input: PlanInput): TaskPlan {
  const { definition, overrides, ids, atLaunch, taskId } = input;
  const networkMode = definition.networkMode ?? 'bridge';
  const prefix = `ecs-${definition.family ?? ''}-${definition.revision ?? 0}`;
  const volumes = volumeSources(definition.volumes, { prefix, ids, atLaunch });
  const around = { agentLabels: agentLabels(input), prefix, volumes, ids, taskId };
  const planned = (definition.containerDefinitions ?? []).map((container) =>
    planContainer(
      container,
      overrides?.containerOverrides?.find((override) => override.name === container.name),
      around,
    ),
  );
  const routed = withRouter(definition, planned, ids);
  const containers =
    networkMode === 'awsvpc' ? routed.containers.map(withoutNetworkSysctls) : routed.containers;
  const cpu = numberOf(overrides?.cpu ?? definition.cpu);
  const memory = numberOf(overrides?.memory ?? definition.memory);
  const platform = platformOf(definition);
  const executionRoleArn = overrides?.executionRoleArn ?? definition.executionRoleArn;
  return {
    networkMode,
    stages: sharesNamespaces(definition) || atLaunch !== undefined ? ['provision', 'deprovision'] : [],
    networkSysctls: networkMode === 'awsvpc' ? networkSysctls(definition) : {},
    containers,
    volumes: [
      ...[...volumes.values()].flatMap((source) => (source.kind === 'volume' ? [source.plan] : [])),
      ...routed.volumes,
    ],
    ...(routed.firelens === undefined ? {} : { firelens: routed.firelens }),
    notices: [
      ...notices(definition, overrides),
      ...(definition.volumes ?? []).flatMap(fileSystemNotices),
      ...launchVolumeNotices(atLaunch),
    ],
    ...(definition.pidMode === undefined ? {} : { pidMode: definition.pidMode }),
    ...(definition.ipcMode === undefined ? {} : { ipcMode: definition.ipcMode }),
    ...(executionRoleArn === undefined ? {} : { executionRoleArn }),
    ...(cpu === undefined ? {} : { cpu }),
    ...(memory === undefined ? {} : { memory }),
    ...(platform === undefined ? {} : { platform }),
    ...(definition.enableFaultInjection === true ? { faultInjection: true } : {}),
  };
}

type Namespaces = Pick<TaskDefinition, 'networkMode' | 'pidMode' | 'ipcMode'>;

/** Needs a sandbox, which is made before the first container and removed after the last. */
export function sharesNamespaces({ networkMode, pidMode, ipcMode }: Namespaces): boolean {
  return networkMode === 'awsvpc' || pidMode === 'task' || ipcMode === 'task';
}

/** The last container that sets one wins, as in the agent. */
function networkSysctls(definition: TaskDefinition): Record<string, string> {
  const controls = (definition.containerDefinitions ?? []).flatMap(
    (container) => container.systemControls ?? [],
  );
  return Object.fromEntries(
    controls
      .filter((control) => control.namespace?.startsWith('net.') === true)
      .map((control) => [control.namespace ?? '', control.value ?? '']),
  );
}

function withoutNetworkSysctls(container: ContainerPlan): ContainerPlan {
  const own = Object.entries(container.sysctls).filter(([name]) => !name.startsWith('net.'));
  return { ...container, sysctls: Object.fromEntries(own) };
}

function agentLabels({ definition, taskArn, clusterName }: PlanInput): Record<string, string> {
  return {
    'com.amazonaws.ecs.cluster': clusterName,
    'com.amazonaws.ecs.task-arn': taskArn,
    'com.amazonaws.ecs.task-definition-family': definition.family ?? '',
    'com.amazonaws.ecs.task-definition-version': String(definition.revision ?? ''),
  };
}

function platformOf({ runtimePlatform }: TaskDefinition): string | undefined {
  switch (runtimePlatform?.cpuArchitecture) {
    case 'X86_64':
      return 'linux/amd64';
    case 'ARM64':
      return 'linux/arm64';
    case undefined:
      return undefined;
  }
}

/** Registration and RunTask have brought `1 vCPU` and `2 GB` to plain numbers of units and MiB. */
function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isNaN(value)) throw new Error(`not a plain number of cpu units or MiB: ${text}`);
  return value;
}

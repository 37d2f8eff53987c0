import type { ContainerDefinition, ContainerOverride } from '../../aws/contract/ecs.types.gen.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { ContainerPlan } from '../model/task-plan.ts';
import { awslogsPlan, engineLogOf } from './awslogs.ts';
import { environmentOf } from './environment.ts';
import { senderLogOf } from './firelens.ts';
import { healthCheckOf } from './health-check.ts';
import { linuxOf } from './linux.ts';
import { portRangesOf, portsOf } from './ports.ts';
import { resourcesOf } from './resources.ts';
import { secretsOf } from './secrets.ts';
import { type VolumeSource, mountsOf } from './volumes.ts';

/** What a container takes from its task. */
export interface ContainerSurroundings {
  /** The agent's own labels; they win over the user's `dockerLabels`. */
  readonly agentLabels: Readonly<Record<string, string>>;
  /** `ecs-FAMILY-REVISION` */
  readonly prefix: string;
  readonly volumes: ReadonlyMap<string, VolumeSource>;
  readonly ids: Ids;
  /** 32 hexadecimal digits. */
  readonly taskId: string;
}

/** Seconds between SIGTERM and SIGKILL where a task definition says nothing. */
const defaultStopTimeout = 30;
const defaultRestartPeriod = 300;

export function planContainer(
  definition: ContainerDefinition,
  override: ContainerOverride | undefined,
  around: ContainerSurroundings,
): ContainerPlan {
  const name = definition.name ?? '';
  const command = override?.command ?? definition.command;
  const healthCheck = healthCheckOf(definition.healthCheck);
  const portRanges = portRangesOf(definition.portMappings);
  return {
    name,
    engineName: `${around.prefix}-${name.replaceAll(/[^A-Za-z0-9-]/g, '')}-${around.ids.hex(20)}`,
    image: definition.image ?? '',
    essential: definition.essential ?? true,
    environment: environmentOf(definition, override),
    resources: resourcesOf(definition, override),
    ports: portsOf(definition.portMappings),
    ...(portRanges.length === 0 ? {} : { portRanges }),
    links: definition.links ?? [],
    mounts: mountsOf(definition.mountPoints, around.volumes),
    volumesFrom: (definition.volumesFrom ?? []).map(({ sourceContainer = '', readOnly = false }) => ({
      container: sourceContainer,
      readOnly,
    })),
    dependsOn: (definition.dependsOn ?? []).map(({ containerName, condition }) => ({
      container: containerName,
      condition,
    })),
    stopTimeout: definition.stopTimeout || defaultStopTimeout,
    labels: { ...definition.dockerLabels, ...around.agentLabels, 'com.amazonaws.ecs.container-name': name },
    privileged: definition.privileged ?? false,
    readonlyRootFilesystem: definition.readonlyRootFilesystem ?? false,
    interactive: definition.interactive ?? false,
    pseudoTerminal: definition.pseudoTerminal ?? false,
    disableNetworking: definition.disableNetworking ?? false,
    securityOptions: definition.dockerSecurityOptions ?? [],
    dnsServers: definition.dnsServers ?? [],
    dnsSearchDomains: definition.dnsSearchDomains ?? [],
    extraHosts: (definition.extraHosts ?? []).map((host) => `${host.hostname}:${host.ipAddress}`),
    ...linuxOf(definition),
    ...secretsOf(definition, override),
    // An empty list means the same as none: the image's own.
    ...(command === undefined || command.length === 0 ? {} : { command }),
    ...(definition.entryPoint === undefined || definition.entryPoint.length === 0
      ? {}
      : { entryPoint: definition.entryPoint }),
    ...(definition.user === undefined ? {} : { user: definition.user }),
    ...(definition.workingDirectory === undefined ? {} : { workingDirectory: definition.workingDirectory }),
    ...(definition.hostname === undefined ? {} : { hostname: definition.hostname }),
    // The agent takes a timeout of 0 for none given, here and in stopTimeout.
    ...(definition.startTimeout ? { startTimeout: definition.startTimeout } : {}),
    ...(healthCheck === undefined ? {} : { healthCheck }),
    ...restartPolicyOf(definition),
    ...logOf(definition, around),
    ...declaredLogOf(definition),
  };
}

function restartPolicyOf({ restartPolicy }: ContainerDefinition): Pick<ContainerPlan, 'restartPolicy'> {
  if (restartPolicy?.enabled !== true) return {};
  const { ignoredExitCodes = [], restartAttemptPeriod = defaultRestartPeriod } = restartPolicy;
  return { restartPolicy: { ignoredExitCodes, attemptPeriod: restartAttemptPeriod } };
}

function declaredLogOf({ logConfiguration }: ContainerDefinition): Pick<ContainerPlan, 'declaredLog'> {
  if (logConfiguration === undefined) return {};
  return { declaredLog: { driver: logConfiguration.logDriver, options: logConfiguration.options ?? {} } };
}

function logOf(
  { name = '', logConfiguration: log }: ContainerDefinition,
  { taskId }: ContainerSurroundings,
): Pick<ContainerPlan, 'log' | 'awslogs'> {
  if (log === undefined) return {};
  if (log.logDriver === 'awsfirelens') return { log: senderLogOf(log, { container: name, taskId }) };
  if (log.logDriver !== 'awslogs') return { log: { driver: log.logDriver, options: log.options ?? {} } };
  return { log: engineLogOf(log), awslogs: awslogsPlan(log, { container: name, taskId }) };
}

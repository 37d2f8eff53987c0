import type { Attribute, ContainerDefinition, Volume } from '../../../../aws/contract/ecs.types.gen.ts';
import { isPrivateEcrImage } from './images.ts';
import { networkModeOf, type Registration, requires } from './rule.ts';
import { isSecretsManagerReference } from './secrets.ts';
import { parseTaskCpu } from './task-size.ts';

/**
 * The capabilities that an instance's agent must have announced before it gets such a task. Names from
 * answers of the API and from the agent's list of capabilities; the Docker API versions follow from when
 * Docker learned each feature. AWS keeps no order; here it is that of the features, each name once.
 */
export function requiredAttributes(definition: Registration): Attribute[] {
  const names = [
    ...taskCapabilities(definition),
    ...definition.containerDefinitions.flatMap((container) => containerCapabilities(container, definition)),
    ...(definition.volumes ?? []).flatMap(volumeCapabilities),
  ];
  return [...new Set(names)].map((name) => ({ name }));
}

const remoteApi = (version: string): string => `com.amazonaws.ecs.capability.docker-remote-api.${version}`;

/** Each name where its condition holds. */
const when = (condition: boolean, ...names: readonly string[]): readonly string[] => (condition ? names : []);

const some = (list: readonly unknown[] | undefined): boolean => (list ?? []).length > 0;

function taskCapabilities(definition: Registration): readonly string[] {
  const mode = networkModeOf(definition);
  const { cpu, memory, pidMode, ipcMode, proxyConfiguration, taskRoleArn } = definition;
  // Fargate's own hosts are not chosen by what they can limit.
  const limited = !requires(definition, 'FARGATE') && (cpu !== undefined || memory !== undefined);
  const shared = [pidMode, ipcMode].some((namespace) => namespace === 'host' || namespace === 'task');
  return [
    ...when(mode === 'awsvpc', 'ecs.capability.task-eni', remoteApi('1.18')),
    ...when(
      taskRoleArn !== undefined,
      `com.amazonaws.ecs.capability.task-iam-role${mode === 'host' ? '-network-host' : ''}`,
      ...when(mode === 'bridge', remoteApi('1.17')),
    ),
    ...when(definition.executionRoleArn !== undefined, 'ecs.capability.execution-role-ecr-pull'),
    ...when(limited, 'ecs.capability.task-cpu-mem-limit'),
    ...when(limited && (parseTaskCpu(cpu ?? '') ?? 0) > 10 * 1024, 'ecs.capability.increased-task-cpu-limit'),
    ...when(shared, 'ecs.capability.pid-ipc-namespace-sharing'),
    ...when(proxyConfiguration !== undefined, 'ecs.capability.aws-appmesh'),
    ...when(some(definition.inferenceAccelerators), 'ecs.capability.task-eia'),
    ...when(definition.ephemeralStorage !== undefined, 'ecs.capability.extensible-ephemeral-storage'),
    ...when(definition.enableFaultInjection === true, 'ecs.capability.fault-injection'),
  ];
}

function containerCapabilities(container: ContainerDefinition, definition: Registration): readonly string[] {
  const { portMappings = [], secrets, dependsOn, startTimeout, stopTimeout } = container;
  const ordered = some(dependsOn) || startTimeout !== undefined || stopTimeout !== undefined;
  const gpu = (container.resourceRequirements ?? []).some(({ type }) => type === 'GPU');
  return [
    ...when(isPrivateEcrImage(container.image), 'com.amazonaws.ecs.capability.ecr-auth', remoteApi('1.19')),
    ...when(
      container.repositoryCredentials !== undefined,
      'ecs.capability.private-registry-authentication.secretsmanager',
    ),
    ...logCapabilities(container, definition.executionRoleArn !== undefined),
    ...when(
      container.healthCheck !== undefined,
      'ecs.capability.container-health-check',
      remoteApi(container.healthCheck?.startPeriod === undefined ? '1.24' : '1.29'),
    ),
    ...(secrets ?? []).map(
      ({ valueFrom }) => `ecs.capability.secrets.${secretStore(valueFrom)}.environment-variables`,
    ),
    ...when(ordered, 'ecs.capability.container-ordering'),
    ...when(some(container.environmentFiles), 'ecs.capability.env-files.s3'),
    ...when(container.privileged === true, 'com.amazonaws.ecs.capability.privileged-container'),
    ...when(
      portMappings.some(({ containerPortRange }) => containerPortRange !== undefined),
      'ecs.capability.network.container-port-range',
    ),
    ...when(container.restartPolicy?.enabled === true, 'ecs.capability.container-restart-policy'),
    ...when(container.linuxParameters?.initProcessEnabled === true, remoteApi('1.25')),
    ...when(gpu, 'ecs.capability.gpu'),
    ...(container.dockerSecurityOptions ?? []).flatMap(securityCapabilities),
    ...(container.credentialSpecs ?? []).map((spec) =>
      spec.startsWith('credentialspecdomainless:') ? 'ecs.capability.gmsa-domainless' : 'ecs.capability.gmsa',
    ),
  ];
}

const secretStore = (valueFrom: string): 'asm' | 'ssm' =>
  isSecretsManagerReference(valueFrom) ? 'asm' : 'ssm';

function logCapabilities(container: ContainerDefinition, hasExecutionRole: boolean): readonly string[] {
  const { logConfiguration: log, firelensConfiguration: firelens } = container;
  const configFile = firelens?.options?.['config-file-type'];
  const options = log?.options ?? {};
  return [
    ...when(
      log !== undefined,
      `com.amazonaws.ecs.capability.logging-driver.${log?.logDriver}`,
      remoteApi('1.19'),
    ),
    ...when(log?.logDriver === 'awslogs' && hasExecutionRole, 'ecs.capability.execution-role-awslogs'),
    ...when('mode' in options || 'max-buffer-size' in options, remoteApi('1.28')),
    ...when('awslogs-create-group' in options, remoteApi('1.29')),
    ...when(
      'log-driver-buffer-limit' in options,
      'ecs.capability.logging-driver.awsfirelens.log-driver-buffer-limit',
    ),
    ...(log?.secretOptions ?? []).map(
      ({ valueFrom }) => `ecs.capability.secrets.${secretStore(valueFrom)}.bootstrap.log-driver`,
    ),
    ...when(firelens !== undefined, `ecs.capability.firelens.${firelens?.type}`),
    ...when(configFile !== undefined, `ecs.capability.firelens.options.config.${configFile}`),
  ];
}

function securityCapabilities(option: string): readonly string[] {
  const kind = /^(?:label|apparmor)(?=[:=])/.exec(option)?.[0];
  if (kind === 'label') return ['com.amazonaws.ecs.capability.selinux'];
  return kind === 'apparmor' ? ['com.amazonaws.ecs.capability.apparmor'] : [];
}

function volumeCapabilities(volume: Volume): readonly string[] {
  const { dockerVolumeConfiguration: docker, efsVolumeConfiguration: efs } = volume;
  const driver = docker?.driver ?? 'local';
  return [
    ...when(efs !== undefined, 'ecs.capability.efs', remoteApi('1.25')),
    ...when(
      efs?.authorizationConfig !== undefined || efs?.transitEncryption === 'ENABLED',
      'ecs.capability.efsAuth',
    ),
    ...when(docker !== undefined, `ecs.capability.docker-plugin.${driver}`),
    ...when(
      volume.fsxWindowsFileServerVolumeConfiguration !== undefined,
      'ecs.capability.fsxWindowsFileServer',
    ),
    ...when(volume.s3filesVolumeConfiguration !== undefined, 'ecs.capability.storage.s3-files'),
    ...when(volume.configuredAtLaunch === true, 'ecs.capability.storage.ebs-task-volume-attach'),
  ];
}

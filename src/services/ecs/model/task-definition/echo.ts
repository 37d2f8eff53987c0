import type {
  ContainerDefinition,
  HealthCheck,
  NetworkMode,
  PortMapping,
  TaskDefinition,
  Volume,
} from '../../../../aws/contract/ecs.types.gen.ts';
import { networkModeOf, type Registration } from './rule.ts';
import { parseTaskCpu, parseTaskMemory } from './task-size.ts';

/**
 * A registration as AWS tells it back: what was sent, the defaults that AWS fills in, and sizes as plain
 * numbers. Nothing else is added, so that tools which compare what they sent with what they read see no
 * drift, and registering the echo again echoes the same.
 */
export function echoOf(definition: Registration): TaskDefinition {
  const { tags: _, cpu, memory, ...sent } = definition;
  return {
    ...sent,
    ...(cpu === undefined ? {} : { cpu: String(parseTaskCpu(cpu)) }),
    ...(memory === undefined ? {} : { memory: String(parseTaskMemory(memory)) }),
    containerDefinitions: definition.containerDefinitions.map((container) =>
      containerEcho(container, networkModeOf(definition)),
    ),
    volumes: (definition.volumes ?? []).map(volumeEcho),
    placementConstraints: definition.placementConstraints ?? [],
    enableFaultInjection: definition.enableFaultInjection ?? false,
  };
}

function containerEcho(container: ContainerDefinition, networkMode: NetworkMode): ContainerDefinition {
  const { healthCheck } = container;
  return {
    ...container,
    cpu: container.cpu ?? 0,
    portMappings: (container.portMappings ?? []).map((mapping) => portEcho(mapping, networkMode)),
    essential: container.essential ?? true,
    environment: container.environment ?? [],
    mountPoints: container.mountPoints ?? [],
    volumesFrom: container.volumesFrom ?? [],
    systemControls: container.systemControls ?? [],
    ...(healthCheck === undefined ? {} : { healthCheck: healthCheckEcho(healthCheck) }),
  };
}

/** A port range never has a host port; a single port has one, which is 0 where the engine is to choose. */
function portEcho(mapping: PortMapping, networkMode: NetworkMode): PortMapping {
  const protocol = mapping.protocol ?? 'tcp';
  if (mapping.containerPort === undefined) return { ...mapping, protocol };
  // In a namespace of its own, 0 means the container's port as well.
  const own = networkMode === 'bridge' ? 0 : mapping.containerPort;
  return { ...mapping, hostPort: mapping.hostPort || own, protocol };
}

/** `startPeriod` is off unless it is sent, and then not told either. */
const healthCheckEcho = (healthCheck: HealthCheck): HealthCheck => ({
  ...healthCheck,
  interval: healthCheck.interval ?? 30,
  timeout: healthCheck.timeout ?? 5,
  retries: healthCheck.retries ?? 3,
});

function volumeEcho(volume: Volume): Volume {
  const { host, dockerVolumeConfiguration, efsVolumeConfiguration: efs, configuredAtLaunch } = volume;
  if (efs !== undefined)
    return { ...volume, efsVolumeConfiguration: { ...efs, rootDirectory: efs.rootDirectory ?? '/' } };
  const { s3filesVolumeConfiguration: s3, fsxWindowsFileServerVolumeConfiguration: fsx } = volume;
  const configured = host ?? dockerVolumeConfiguration ?? s3 ?? fsx ?? configuredAtLaunch;
  // A bare name is an empty volume that lives as long as the task.
  return configured === undefined ? { ...volume, host: {} } : volume;
}

import type {
  ContainerConfig,
  HealthConfig,
  HostConfig,
  PortBinding,
} from '../../../docker/container-types.ts';
import { cpuShares } from '../../model/cpu-shares.ts';
import type { HealthCheckPlan, PortPlan } from '../../model/task-plan.ts';
import type { ContainerSpec } from '../backend.ts';
import { containerLabel, hidesExitCode, ownerLabels, rangesLabel } from './labels.ts';
import { type PublishedRange, rangesLabelOf, singlePorts } from './port-ranges.ts';
import { engineImageName } from './engine-image-name.ts';

/** What the engine is told when a container is made. Pure; members left out keep the image's values. */
export function createConfig(
  spec: ContainerSpec,
  installation: string,
  ranges: readonly PublishedRange[] = [],
): ContainerConfig {
  const { plan } = spec;
  const ports = publishes(spec) ? [...plan.ports, ...ranges.flatMap(singlePorts)] : [];
  const labels = {
    ...spec.labels,
    ...hidesExitCode(spec.labels),
    ...ownerLabels(installation, spec.owner),
    ...(ranges.length === 0 ? {} : { [rangesLabel]: rangesLabelOf(ranges) }),
    [containerLabel]: plan.name,
  };
  return {
    Image: engineImageName(plan.image),
    Env: Object.entries(spec.environment).map(([name, value]) => `${name}=${value}`),
    Labels: labels,
    Healthcheck: healthConfig(plan.healthCheck),
    StopTimeout: plan.stopTimeout,
    Tty: plan.pseudoTerminal,
    OpenStdin: plan.interactive,
    ...(plan.disableNetworking && { NetworkDisabled: true }),
    ...(ports.length === 0 ? {} : { ExposedPorts: portSet(ports) }),
    ...(plan.command === undefined ? {} : { Cmd: plan.command }),
    ...(plan.entryPoint === undefined ? {} : { Entrypoint: plan.entryPoint }),
    ...(plan.user === undefined ? {} : { User: plan.user }),
    ...(plan.workingDirectory === undefined ? {} : { WorkingDir: plan.workingDirectory }),
    ...(plan.hostname === undefined || spec.networkMode === 'awsvpc' ? {} : { Hostname: plan.hostname }),
    HostConfig: hostConfig(spec, ports),
  };
}

/** Whether the container has ports of its own to publish. */
export const publishes = (spec: ContainerSpec): boolean =>
  spec.networkMode === 'bridge' && !spec.plan.disableNetworking;

function hostConfig(spec: ContainerSpec, ports: readonly PortPlan[]): HostConfig {
  const { plan, task } = spec;
  // Who joins a sandbox's network shares its names and addresses; the engine refuses any of his own.
  const ownNames = spec.networkMode !== 'awsvpc';
  return {
    NetworkMode: networkMode(spec),
    PortBindings: portBindings(ports),
    Links: publishes(spec) ? plan.links.map((link) => linkOf(link, spec.peers)) : [],
    Binds: [...plan.mounts, ...(spec.mounts ?? [])].map(
      (mount) => `${mount.source}:${mount.target}${mount.readOnly ? ':ro' : ''}`,
    ),
    VolumesFrom: plan.volumesFrom.map(
      (from) => `${spec.peers[from.container] ?? from.container}${from.readOnly ? ':ro' : ''}`,
    ),
    Privileged: plan.privileged,
    ReadonlyRootfs: plan.readonlyRootFilesystem,
    CapAdd: plan.capabilities.add,
    CapDrop: plan.capabilities.drop,
    Devices: plan.devices.map((device) => ({
      PathOnHost: device.hostPath,
      PathInContainer: device.containerPath,
      CgroupPermissions: device.permissions,
    })),
    Tmpfs: plan.tmpfs,
    Ulimits: plan.ulimits.map((limit) => ({ Name: limit.name, Soft: limit.soft, Hard: limit.hard })),
    Sysctls: plan.sysctls,
    SecurityOpt: plan.securityOptions,
    ...(ownNames && { Dns: plan.dnsServers, DnsSearch: plan.dnsSearchDomains, ExtraHosts: plan.extraHosts }),
    ...resources(spec),
    ...(spec.cgroupParent === undefined ? {} : { CgroupParent: spec.cgroupParent }),
    ...(plan.init ? { Init: true } : {}),
    ...(plan.log === undefined
      ? {}
      : { LogConfig: { Type: plan.log.driver, Config: { ...plan.log.options, ...spec.logOptions } } }),
    ...(task.pidMode === undefined ? {} : { PidMode: namespaceOf(spec, task.pidMode) }),
    ...(task.ipcMode === undefined ? {} : { IpcMode: namespaceOf(spec, task.ipcMode) }),
  };
}

function networkMode(spec: ContainerSpec): string {
  if (spec.networkMode === 'awsvpc') return namespaceOf(spec, 'task');
  return spec.plan.disableNetworking ? 'none' : spec.networkMode;
}

/** `task` is the sandbox's; `host` and `none` are the engine's own words. */
function namespaceOf(spec: ContainerSpec, mode: 'host' | 'task' | 'none'): string {
  if (mode !== 'task') return mode;
  if (spec.sandbox === undefined) throw new Error(`task ${spec.owner.taskArn} has no sandbox to share`);
  return `container:${spec.sandbox}`;
}

function resources({ plan, limits: imposed }: ContainerSpec): HostConfig {
  const limits = { ...plan.resources, ...imposed };
  return {
    CpuShares: cpuShares(limits.cpu),
    ...(limits.memory === undefined ? {} : { Memory: limits.memory }),
    ...(limits.memoryReservation === undefined ? {} : { MemoryReservation: limits.memoryReservation }),
    ...(limits.memorySwap === undefined ? {} : { MemorySwap: limits.memorySwap }),
    ...(limits.swappiness === undefined ? {} : { MemorySwappiness: limits.swappiness }),
    ...(limits.sharedMemory === undefined ? {} : { ShmSize: limits.sharedMemory }),
    ...(limits.nanoCpus === undefined ? {} : { NanoCpus: limits.nanoCpus }),
    // The engine finds a driver for these, or refuses to start the container.
    ...(limits.gpus === undefined
      ? {}
      : { DeviceRequests: [{ Count: limits.gpus, Capabilities: [['gpu']] }] }),
  };
}

/** ECS knows only the task definition's check: an image's own HEALTHCHECK is turned off. */
function healthConfig(check: HealthCheckPlan | undefined): HealthConfig {
  if (check === undefined) return { Test: ['NONE'] };
  const nanoseconds = (seconds: number): number => seconds * 1_000_000_000;
  return {
    Test: check.command,
    Interval: nanoseconds(check.interval),
    Timeout: nanoseconds(check.timeout),
    Retries: check.retries,
    StartPeriod: nanoseconds(check.startPeriod),
  };
}

export function portSet(ports: readonly PortPlan[]): Record<string, Record<string, never>> {
  return Object.fromEntries(ports.map((port) => [portKey(port), {}]));
}

export function portBindings(ports: readonly PortPlan[]): Record<string, PortBinding[]> {
  const bindings: Record<string, PortBinding[]> = {};
  for (const port of ports) {
    // An empty HostPort lets the engine pick from its ephemeral range, without a race.
    const HostPort = port.hostPort === 0 ? '' : String(port.hostPort);
    (bindings[portKey(port)] ??= []).push({ HostPort });
  }
  return bindings;
}

const portKey = (port: PortPlan): string => `${port.containerPort}/${port.protocol}`;

/** `db` or `db:database` of the task definition, by the engine's id of the container. */
function linkOf(link: string, peers: ContainerSpec['peers']): string {
  const [name = link, alias = name] = link.split(':');
  return `${peers[name] ?? name}:${alias}`;
}

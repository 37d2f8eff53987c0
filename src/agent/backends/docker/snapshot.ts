import type { ContainerInspect, ContainerState, ContainerSummary } from '../../../docker/container-types.ts';
import type { HealthStatus } from '../../model/status.ts';
import type { ContainerMount, ContainerNetwork, NetworkBinding } from '../../model/task-record.ts';
import type { ContainerSnapshot } from '../backend.ts';
import { containerLabel, rangesLabel, taskLabel } from './labels.ts';
import { foldRanges, rangesOfLabel } from './port-ranges.ts';

/** The engine's description of a container in the agent's terms. Pure. */
export function snapshotOf(inspected: ContainerInspect): ContainerSnapshot {
  const { State: state, Config: config } = inspected;
  const status = statusOf(state);
  const health = healthOf(state);
  const check = state.Health?.Log?.at(-1);
  const startedAt = timeOf(state.StartedAt);
  const finishedAt = timeOf(state.FinishedAt);
  const address = addressOf(inspected.NetworkSettings.Networks);
  return {
    runtimeId: inspected.Id,
    engineName: inspected.Name.replace(/^\//, ''),
    taskArn: config.Labels?.[taskLabel] ?? '',
    container: config.Labels?.[containerLabel] ?? '',
    status,
    outOfMemory: state.OOMKilled,
    bindings: foldRanges(
      bindingsOf(inspected.NetworkSettings.Ports),
      rangesOfLabel(config.Labels?.[rangesLabel]),
    ),
    createdAt: timeOf(inspected.Created) ?? 0,
    ...(status === 'exited' ? { exitCode: state.ExitCode } : {}),
    ...(state.Error === '' ? {} : { error: state.Error }),
    ...(health === undefined ? {} : { health }),
    ...(address === undefined ? {} : { address }),
    ...(check === undefined ? {} : { healthCheck: { output: check.Output, exitCode: check.ExitCode } }),
    ...(status === 'running' ? { networks: networksOf(inspected), mounts: mountsOf(inspected) } : {}),
    ...(startedAt === undefined ? {} : { startedAt }),
    // The engine keeps the last end of a container that runs again.
    ...(finishedAt === undefined || status !== 'exited' ? {} : { finishedAt }),
  };
}

/**
 * What a listing alone tells: enough of a container that runs, and of no other. The engine lists without
 * waiting for a container that it holds; looking at that one may take for ever.
 */
export function snapshotOfSummary(listed: ContainerSummary): ContainerSnapshot | undefined {
  if (listed.State !== 'running' && listed.State !== 'paused') return undefined;
  return {
    runtimeId: listed.Id,
    engineName: listed.Names?.[0]?.replace(/^\//, '') ?? '',
    taskArn: listed.Labels?.[taskLabel] ?? '',
    container: listed.Labels?.[containerLabel] ?? '',
    status: 'running',
    outOfMemory: false,
    bindings: [],
    createdAt: listed.Created * 1000,
  };
}

/** A restarting or paused container still has its process; a dead one is being removed. */
function statusOf(state: ContainerState): ContainerSnapshot['status'] {
  switch (state.Status) {
    case 'created':
      return 'created';
    case 'running':
    case 'paused':
    case 'restarting':
      return 'running';
    case 'exited':
    case 'dead':
    case 'removing':
      return 'exited';
    default:
      // Podman knows more words (initialized, stopping, stopped); Running tells what they come to.
      return state.Running ? 'running' : timeOf(state.StartedAt) === undefined ? 'created' : 'exited';
  }
}

/** `starting` is UNKNOWN: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html */
function healthOf(state: ContainerState): HealthStatus | undefined {
  switch (state.Health?.Status) {
    case 'healthy':
      return 'HEALTHY';
    case 'unhealthy':
      return 'UNHEALTHY';
    case 'starting':
      return 'UNKNOWN';
    default:
      return undefined;
  }
}

/** A container of ours is in one network at most. */
const addressOf = (networks: ContainerInspect['NetworkSettings']['Networks']): string | undefined =>
  Object.values(networks ?? {}).find(({ IPAddress: address }) => address !== '')?.IPAddress;

function networksOf({ NetworkSettings: settings }: ContainerInspect): ContainerNetwork[] {
  return Object.entries(settings.Networks ?? {}).map(([name, endpoint]) => ({
    name,
    ipv4: endpoint.IPAddress,
    ...(endpoint.GlobalIPv6Address === '' ? {} : { ipv6: endpoint.GlobalIPv6Address }),
  }));
}

function mountsOf({ Mounts: mounts }: ContainerInspect): ContainerMount[] {
  return (mounts ?? []).map(({ Name: name = '', Source: source, Destination: destination }) => ({
    ...(name === '' ? {} : { name }),
    source,
    destination,
  }));
}

type SingleBinding = Extract<NetworkBinding, { readonly containerPort: number }>;

export function bindingsOf(ports: ContainerInspect['NetworkSettings']['Ports']): SingleBinding[] {
  return Object.entries(ports ?? {}).flatMap(([key, published]) => {
    const [port, protocol] = key.split('/');
    return (published ?? []).map((binding) => ({
      bindIP: binding.HostIp === undefined || binding.HostIp === '' ? '0.0.0.0' : binding.HostIp,
      containerPort: Number(port),
      hostPort: Number(binding.HostPort),
      protocol: protocol === 'udp' ? 'udp' : 'tcp',
    }));
  });
}

/** Milliseconds since the epoch; the engine's year 1 means never. */
function timeOf(text: string): number | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) || time <= 0 ? undefined : time;
}

import type { ContainerStats } from '../../docker/stats-types.ts';
import type { TaskLimits } from '../cgroups/task-cgroups.ts';
import type { HealthStatus } from '../model/status.ts';
import type {
  ContainerPlan,
  MountPlan,
  NetworkMode,
  PortPlan,
  PortRangePlan,
  TaskPlan,
  VolumePlan,
} from '../model/task-plan.ts';
import type { ContainerMount, ContainerNetwork, NetworkBinding } from '../model/task-record.ts';
import type { LinkLocalHost } from './link-local-host.ts';

/** What runs containers: its name for people (`Docker Engine`), its version, where it was sought. */
export interface EngineStatus {
  readonly name: string;
  readonly version?: string;
  readonly address: string;
  readonly reachable: boolean;
  /** Why it cannot be reached, for people. */
  readonly problem?: string;
}

/**
 * A container as the engine describes it. Times are milliseconds since the epoch.
 * `created` has never run; `running` includes paused; `exited` has run and ended, or failed to start.
 */
export interface ContainerSnapshot {
  readonly runtimeId: string;
  readonly engineName: string;
  readonly taskArn: string;
  readonly container: string;
  readonly status: 'created' | 'running' | 'exited';
  readonly exitCode?: number;
  readonly outOfMemory: boolean;
  /** The engine's own error text of a start that failed. */
  readonly error?: string;
  readonly health?: HealthStatus;
  /** The last check that was made. */
  readonly healthCheck?: { readonly output: string; readonly exitCode: number };
  /** Absent unless it runs, and where the engine has not been asked for so much. */
  readonly networks?: readonly ContainerNetwork[];
  readonly mounts?: readonly ContainerMount[];
  readonly bindings: readonly NetworkBinding[];
  /** Its own address while it runs; none for a container that shares another's network. */
  readonly address?: string;
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly finishedAt?: number;
}

/** Who a container is made for; becomes labels by which it is found again after a restart. */
export interface ContainerOwner {
  readonly taskArn: string;
  readonly clusterName: string;
  readonly family: string;
  readonly revision: number;
}

/** Everything the engine needs to make one container. */
export interface ContainerSpec {
  readonly owner: ContainerOwner;
  readonly plan: ContainerPlan;
  readonly task: Pick<TaskPlan, 'networkMode' | 'pidMode' | 'ipcMode' | 'platform'>;
  readonly networkMode: NetworkMode;
  /** The sandbox whose namespaces the container joins: its network for awsvpc, PID and IPC in mode `task`. */
  readonly sandbox?: string;
  /** From `bindTask`: binds the container together with the others of its task. */
  readonly cgroupParent?: string;
  /** In place of the plan's own: bytes, and billionths of a CPU. */
  readonly limits?: { readonly memory?: number; readonly nanoCpus?: number };
  /** The plan's environment with what the hooks added. */
  readonly environment: Readonly<Record<string, string>>;
  /** Beside those of the plan. */
  readonly mounts?: readonly MountPlan[];
  /** Over those of the plan. */
  readonly logOptions?: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** Engine ids of containers that this one refers to by name (links, volumesFrom). */
  readonly peers: Readonly<Record<string, string>>;
}

/** What is put into a volume: a file or, without a text, a directory for everybody to write. */
export interface VolumeEntry {
  /** Relative to the volume. */
  readonly name: string;
  readonly content?: string | Uint8Array;
}

/** A network of the engine. Ranges as `172.31.0.0/16`. */
export interface NetworkRequest {
  readonly name: string;
  readonly range: string;
  readonly gateway: string;
  /** The part of the range from which the engine serves whoever joins without asking for an address. */
  readonly dynamicRange: string;
}

/** Namespaces for the containers of one task to share: network (with an address of its own), PID, IPC. */
export interface SandboxRequest {
  readonly engineName: string;
  /** Absent: it has no network, and is shared for its other namespaces. */
  readonly attachment?: { readonly network: string; readonly address: string };
  /** Ports to publish on the host; usually none. */
  readonly ports: readonly PortPlan[];
  /** Ranges to publish on the host; absent: none. */
  readonly portRanges?: readonly PortRangePlan[];
  /** `net.*` only. */
  readonly sysctls: Readonly<Record<string, string>>;
  /** Bytes of the /dev/shm that comes with its IPC namespace; absent: the engine's default. */
  readonly sharedMemory?: number;
}

export interface Sandbox {
  readonly runtimeId: string;
  readonly engineName: string;
  /** Whether it still holds its namespaces. */
  readonly running: boolean;
  readonly address: string;
  readonly macAddress: string;
  readonly bindings: readonly NetworkBinding[];
}

/** `parent` is for `ContainerSpec`; `why` is for people. `cpus`: how many the engine has. */
export type TaskBinding =
  | { readonly kind: 'bound'; readonly parent: string }
  | { readonly kind: 'unbound'; readonly why: string; readonly cpus: number };

/** `path` is for `setns`, on this machine; `why` is for people. */
export type NetworkNamespace =
  | { readonly kind: 'here'; readonly path: string }
  | { readonly kind: 'unreachable'; readonly why: string };
/** Who asks a registry, where the task says so. It is sent to the engine, and never kept or written. */
export interface RegistryLogin {
  /** Where it is from, for people. */
  readonly source: string;
  readonly username: string;
  readonly password: string;
}

export interface ImageRequest {
  readonly image: string;
  /** In place of the user's own login. */
  readonly login?: RegistryLogin;
  /** `linux/arm64`; absent: whatever the engine has or takes by itself. */
  readonly platform?: string;
  /**
   * `missing`: only if the engine has no such image; then one that is there after all will do. `outdated`: also
   * if it has one of Longshore's own registry and that has another by now.
   */
  readonly pull: 'missing' | 'outdated' | 'always';
}

export interface ImageResult {
  /** The engine's id of the image. */
  readonly id: string;
  /** `sha256:…` of the manifest in the registry of its name; absent for an image that was never in it. */
  readonly digest?: string;
  readonly pulled: boolean;
}

/** Progress of one pull: bytes so far, over all layers whose size is known. */
export interface PullProgress {
  readonly image: string;
  readonly status: string;
  readonly current: number;
  readonly total: number;
}

/** A hint that something happened. What is true is found out by `inspect` and `list`. */
export type BackendEvent =
  /** The event stream is (again) open: hints may have been missed, look at everything. */
  | { readonly kind: 'connected' }
  | { readonly kind: 'disconnected'; readonly problem: string }
  | { readonly kind: 'changed'; readonly snapshot: ContainerSnapshot }
  | {
      readonly kind: 'removed';
      readonly runtimeId: string;
      readonly taskArn: string;
      readonly container: string;
    };

export interface LogLine {
  readonly stream: 'stdout' | 'stderr';
  /** RFC 3339 with nanoseconds, as the engine gave it. */
  readonly time: string;
  /** Without the line end. A last line without one is given when the container ends. */
  readonly text: string;
}

export interface LogRequest {
  /** Whether to wait for what a running container still writes. */
  readonly follow: boolean;
  /** Only lines later than this, a `LogLine.time`; absent: from the first line on. */
  readonly after?: string | undefined;
  /** Only lines at or after this time, in nanoseconds since the epoch. */
  readonly since?: bigint | undefined;
}

/**
 * The port to whatever runs containers. Every method rejects with a `BackendError`, is safe to call
 * twice with the same arguments, and stops when its signal is aborted.
 */
export interface Backend extends AsyncDisposable {
  readonly kind: 'docker' | 'simulated';
  /** Absent where there are no networks. */
  readonly linkLocal?: LinkLocalHost;
  status(signal?: AbortSignal): Promise<EngineStatus>;

  /**
   * Finds the image locally or fetches it; calls `onPull` when a fetch begins and as it goes on.
   * `pulled` says that this one was fetched, be it that nothing was new.
   */
  ensureImage(
    request: ImageRequest,
    onPull: (progress: PullProgress) => void,
    signal: AbortSignal,
  ): Promise<ImageResult>;

  createContainer(spec: ContainerSpec, signal: AbortSignal): Promise<{ readonly runtimeId: string }>;
  /** Resolves with what the engine says of the container right after its start. */
  startContainer(runtimeId: string, signal: AbortSignal): Promise<ContainerSnapshot>;
  /** SIGTERM (or the image's signal), then SIGKILL after `graceSeconds`; resolves when it has ended. */
  stopContainer(
    runtimeId: string,
    graceSeconds: number,
    signal: AbortSignal,
  ): Promise<ContainerSnapshot | undefined>;
  removeContainer(runtimeId: string, signal: AbortSignal): Promise<void>;
  /** `undefined` when there is no such container. Answers for sandboxes too. */
  inspectContainer(runtimeId: string, signal: AbortSignal): Promise<ContainerSnapshot | undefined>;
  /** Every container of this installation, running or not. */
  listContainers(signal: AbortSignal): Promise<readonly ContainerSnapshot[]>;

  /** Makes what binds the containers of a task together, if the engine's machine lets us. */
  bindTask(taskId: string, limits: TaskLimits, signal: AbortSignal): Promise<TaskBinding>;
  /** Removes it, when the task's containers are gone. */
  unbindTask(taskId: string, signal: AbortSignal): Promise<void>;

  createVolume(volume: VolumePlan, owner: ContainerOwner, signal: AbortSignal): Promise<void>;
  /** Puts files into a volume of the task, in place of what lies there under their names. */
  fillVolume(engineName: string, entries: readonly VolumeEntry[], signal: AbortSignal): Promise<void>;
  /** Where the engine's own machine has the volume: an absolute path there. */
  volumePath(engineName: string, signal: AbortSignal): Promise<string>;
  /** Removes a volume that this installation made; leaves any other alone. */
  removeVolume(engineName: string, signal: AbortSignal): Promise<void>;
  listVolumes(
    signal: AbortSignal,
  ): Promise<readonly { readonly engineName: string; readonly taskArn: string }[]>;

  /**
   * Makes the network unless it is there, and resolves with its range: the one asked for, or the one
   * that it was made with before. `undefined` when another network of the engine uses the range.
   */
  ensureNetwork(network: NetworkRequest, signal: AbortSignal): Promise<string | undefined>;
  /** Removes a network that this installation made. */
  removeNetwork(name: string, signal: AbortSignal): Promise<void>;
  /** Makes and starts a sandbox. */
  createSandbox(request: SandboxRequest, signal: AbortSignal): Promise<Sandbox>;
  /** Every sandbox of this installation; `listContainers` leaves them out. */
  listSandboxes(signal: AbortSignal): Promise<readonly Sandbox[]>;

  /** Removes every container, volume and network of another installation whose process has ended for good. */
  removeInstallation(installation: string, signal: AbortSignal): Promise<void>;

  /** Hints until the signal is aborted; reconnects by itself. */
  events(signal: AbortSignal): AsyncIterable<BackendEvent>;
  /** What the container has written and writes, until it ends. */
  logs(runtimeId: string, options: LogRequest, signal: AbortSignal): AsyncIterable<LogLine>;
  /** Samples of what the container uses, about one a second, until it is gone. Sandboxes have some too. */
  stats(runtimeId: string, signal: AbortSignal): AsyncIterable<ContainerStats>;
  /** Of a container or, with `undefined`, of the engine's machine itself, if Longshore can enter it. */
  networkNamespace(runtimeId: string | undefined, signal: AbortSignal): Promise<NetworkNamespace>;
}

/** The names under which the reference agent reports errors in a container's `reason`. */
export type BackendErrorName =
  | 'CannotPullContainerError'
  | 'CannotPullECRContainerError'
  | 'CannotCreateContainerError'
  | 'CannotStartContainerError'
  | 'CannotStopContainerError'
  | 'CannotInspectContainerError'
  | 'CannotCreateVolumeError'
  | 'ContainerNetworkingError'
  | 'DockerClientConfigError'
  | 'DockerTimeoutError'
  | 'ResourceInitializationError';

export interface BackendErrorOptions {
  readonly cause?: unknown;
  /** Of a start: the same container made anew may start, because the backend then chooses otherwise. */
  readonly remake?: boolean;
}

export class BackendError extends Error {
  override readonly name: BackendErrorName;
  readonly remake: boolean;

  constructor(name: BackendErrorName, message: string, options: BackendErrorOptions = {}) {
    super(message, options);
    this.name = name;
    this.remake = options.remake ?? false;
  }
}

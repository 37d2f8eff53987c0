import type { EndpointConfig, EndpointInspect } from './network-types.ts';

/** Shapes of the Engine API's containers, named as on the wire; only what an ECS agent uses. */

/** A port and protocol, `80/tcp`. */
export type PortKey = string;

export interface PortBinding {
  readonly HostIp?: string;
  readonly HostPort?: string;
}

export type Mount = {
  /** Path in the container. */
  readonly Target: string;
  readonly ReadOnly?: boolean;
} & (
  | {
      readonly Type: 'bind';
      readonly Source: string;
      readonly BindOptions?: { readonly Propagation?: string };
    }
  | {
      readonly Type: 'volume';
      /** Empty for an anonymous volume. */
      readonly Source: string;
      readonly VolumeOptions?: {
        readonly NoCopy?: boolean;
        readonly Labels?: Readonly<Record<string, string>>;
        readonly DriverConfig?: {
          readonly Name?: string;
          readonly Options?: Readonly<Record<string, string>>;
        };
      };
    }
  | {
      readonly Type: 'tmpfs';
      readonly TmpfsOptions?: { readonly SizeBytes?: number; readonly Mode?: number };
    }
);

/** Durations in nanoseconds; 0 or absent inherits from the image. `Test: ['NONE']` turns checks off. */
export interface HealthConfig {
  readonly Test?: readonly string[];
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly StartPeriod?: number;
  readonly Retries?: number;
}

/** The limits that can also be changed while a container runs. Memory in bytes. */
export interface Resources {
  readonly CpuShares?: number;
  readonly CpuPeriod?: number;
  readonly CpuQuota?: number;
  readonly NanoCpus?: number;
  readonly CpusetCpus?: string;
  readonly Memory?: number;
  readonly MemoryReservation?: number;
  /** Memory plus swap; -1 is no limit. */
  readonly MemorySwap?: number;
  readonly PidsLimit?: number;
  readonly RestartPolicy?: { readonly Name: string; readonly MaximumRetryCount?: number };
}

export interface HostConfig extends Resources {
  readonly AutoRemove?: boolean;
  readonly Binds?: readonly string[];
  readonly CapAdd?: readonly string[];
  readonly CapDrop?: readonly string[];
  readonly CgroupParent?: string;
  readonly DeviceRequests?: readonly {
    readonly Driver?: string;
    readonly Count?: number;
    readonly DeviceIDs?: readonly string[];
    readonly Capabilities?: readonly (readonly string[])[];
  }[];
  readonly Devices?: readonly {
    readonly PathOnHost: string;
    readonly PathInContainer: string;
    readonly CgroupPermissions: string;
  }[];
  readonly Dns?: readonly string[];
  readonly DnsOptions?: readonly string[];
  readonly DnsSearch?: readonly string[];
  /** `host:ip` */
  readonly ExtraHosts?: readonly string[];
  readonly GroupAdd?: readonly string[];
  readonly Init?: boolean;
  readonly IpcMode?: string;
  readonly Links?: readonly string[];
  readonly LogConfig?: { readonly Type: string; readonly Config?: Readonly<Record<string, string>> };
  readonly MemorySwappiness?: number;
  readonly Mounts?: readonly Mount[];
  /** `bridge`, `host`, `none`, `container:<id>` or a network's name or id. */
  readonly NetworkMode?: string;
  readonly OomKillDisable?: boolean;
  readonly OomScoreAdj?: number;
  readonly PidMode?: string;
  readonly PortBindings?: Readonly<Record<PortKey, readonly PortBinding[]>>;
  readonly Privileged?: boolean;
  readonly PublishAllPorts?: boolean;
  readonly ReadonlyRootfs?: boolean;
  readonly Runtime?: string;
  readonly SecurityOpt?: readonly string[];
  readonly ShmSize?: number;
  readonly Sysctls?: Readonly<Record<string, string>>;
  readonly Tmpfs?: Readonly<Record<string, string>>;
  readonly Ulimits?: readonly { readonly Name: string; readonly Soft: number; readonly Hard: number }[];
  readonly UTSMode?: string;
  readonly UsernsMode?: string;
  readonly VolumesFrom?: readonly string[];
}

export interface ContainerConfig {
  readonly Image: string;
  readonly Cmd?: readonly string[];
  readonly Entrypoint?: readonly string[];
  /** `NAME=value` */
  readonly Env?: readonly string[];
  readonly Hostname?: string;
  readonly Domainname?: string;
  readonly User?: string;
  readonly WorkingDir?: string;
  readonly Labels?: Readonly<Record<string, string>>;
  readonly ExposedPorts?: Readonly<Record<PortKey, Readonly<Record<string, never>>>>;
  readonly Volumes?: Readonly<Record<string, Readonly<Record<string, never>>>>;
  readonly Healthcheck?: HealthConfig;
  readonly StopSignal?: string;
  /** Seconds. */
  readonly StopTimeout?: number;
  readonly Tty?: boolean;
  readonly OpenStdin?: boolean;
  readonly StdinOnce?: boolean;
  readonly AttachStdin?: boolean;
  readonly AttachStdout?: boolean;
  readonly AttachStderr?: boolean;
  readonly NetworkDisabled?: boolean;
  readonly HostConfig?: HostConfig;
  /** Several networks work on every engine: below API 1.44 the client connects the others itself. */
  readonly NetworkingConfig?: { readonly EndpointsConfig: Readonly<Record<string, EndpointConfig>> };
}

export type ContainerStatus =
  | 'created'
  | 'running'
  | 'paused'
  | 'restarting'
  | 'removing'
  | 'exited'
  | 'dead';

export interface ContainerState {
  readonly Status: ContainerStatus;
  readonly Running: boolean;
  readonly Paused: boolean;
  readonly Restarting: boolean;
  readonly OOMKilled: boolean;
  readonly Dead: boolean;
  readonly Pid: number;
  readonly ExitCode: number;
  /** Why the last start failed, or empty. */
  readonly Error: string;
  /** RFC 3339; `0001-01-01T00:00:00Z` means never. */
  readonly StartedAt: string;
  readonly FinishedAt: string;
  /** Absent without a health check (Podman: present with an empty status). */
  readonly Health?: {
    readonly Status: 'none' | 'starting' | 'healthy' | 'unhealthy' | '';
    readonly FailingStreak: number;
    readonly Log: readonly HealthResult[] | null;
  } | null;
}

export interface HealthResult {
  readonly Start: string;
  readonly End: string;
  readonly ExitCode: number;
  readonly Output: string;
}

export interface MountPoint {
  readonly Type: string;
  readonly Name?: string;
  readonly Source: string;
  readonly Destination: string;
  readonly Driver?: string;
  readonly Mode: string;
  readonly RW: boolean;
  readonly Propagation?: string;
}

export interface ContainerInspect {
  readonly Id: string;
  /** With a slash in front. */
  readonly Name: string;
  readonly Created: string;
  /** The image's id. */
  readonly Image: string;
  readonly RestartCount: number;
  readonly State: ContainerState;
  readonly Config: {
    readonly Hostname: string;
    readonly User: string;
    readonly Image: string;
    readonly Tty: boolean;
    readonly Env: readonly string[] | null;
    readonly Cmd: readonly string[] | null;
    readonly Entrypoint: readonly string[] | string | null;
    readonly WorkingDir: string;
    readonly Labels: Readonly<Record<string, string>> | null;
    readonly Healthcheck?: HealthConfig | null;
    readonly StopSignal?: string;
  };
  readonly HostConfig: HostConfig;
  readonly Mounts: readonly MountPoint[] | null;
  readonly NetworkSettings: {
    /** A port that is exposed but not published maps to null. */
    readonly Ports: Readonly<Record<PortKey, readonly PortBinding[] | null>> | null;
    readonly Networks: Readonly<Record<string, EndpointInspect>> | null;
  };
}

export interface ContainerSummary {
  readonly Id: string;
  readonly Names: readonly string[] | null;
  readonly Image: string;
  readonly ImageID: string;
  /** Seconds since 1970. */
  readonly Created: number;
  readonly State: ContainerStatus;
  /** For people: `Up 5 minutes`. */
  readonly Status: string;
  readonly Labels: Readonly<Record<string, string>> | null;
  readonly NetworkSettings?: {
    readonly Networks: Readonly<Record<string, EndpointInspect>> | null;
  } | null;
}

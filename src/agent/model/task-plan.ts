import type { Stage } from './status.ts';

export type NetworkMode = 'bridge' | 'host' | 'none' | 'awsvpc';
export type DependencyCondition = 'START' | 'COMPLETE' | 'SUCCESS' | 'HEALTHY' | 'CREATE';

/** A port to publish. `hostPort` 0 lets the engine choose one from its ephemeral range. */
export interface PortPlan {
  readonly containerPort: number;
  readonly hostPort: number;
  readonly protocol: 'tcp' | 'udp';
}

/** Ports to publish on as many host ports in a row, which are chosen when the container is made. */
export interface PortRangePlan {
  readonly first: number;
  readonly last: number;
  readonly protocol: 'tcp' | 'udp';
}

export interface DependencyPlan {
  readonly container: string;
  readonly condition: DependencyCondition;
}

/** Durations in seconds. */
export interface HealthCheckPlan {
  /** The first word is `CMD` or `CMD-SHELL`. */
  readonly command: readonly string[];
  readonly interval: number;
  readonly timeout: number;
  readonly retries: number;
  readonly startPeriod: number;
}

export interface MountPlan {
  /** Absolute host path, or the engine's name of a volume. */
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

export interface LogPlan {
  readonly driver: string;
  readonly options: Readonly<Record<string, string>>;
}

/** Something whose value is fetched before the container is made, and kept nowhere. */
export interface SecretPlan {
  readonly name: string;
  /** An ARN of Secrets Manager or of the Parameter Store, or the name of a parameter. */
  readonly valueFrom: string;
}

/** Output that goes to CloudWatch Logs. */
export interface AwslogsPlan {
  readonly region: string;
  readonly group: string;
  /** Absent: the engine's id of the container. */
  readonly stream?: string;
  readonly createGroup: boolean;
  /** How a line looks with which an event begins: Go's regular expression, or strftime's format of a time. */
  readonly multilinePattern?: string;
  readonly datetimeFormat?: string;
  /** Seconds after which an event of several lines is not waited for any longer. */
  readonly flushInterval?: number;
}

export interface DevicePlan {
  readonly hostPath: string;
  readonly containerPath: string;
  /** Any of `r`, `w`, `m`, in that order. */
  readonly permissions: string;
}

/** Bytes, unless a name says otherwise. Absent means no limit. */
export interface ResourcePlan {
  /** ECS cpu units, 1024 to a vCPU, as the definition says; 0: none. The engine's weight is `cpuShares`. */
  readonly cpu: number;
  readonly memory?: number;
  readonly memoryReservation?: number;
  /** Memory and swap together, as the engine counts it. */
  readonly memorySwap?: number;
  readonly swappiness?: number;
  readonly sharedMemory?: number;
  /** How many. */
  readonly gpus?: number;
}

export interface UlimitPlan {
  readonly name: string;
  readonly soft: number;
  readonly hard: number;
}

/** All that is known about a container before it exists. Absent members keep the image's own values. */
export interface ContainerPlan {
  readonly name: string;
  /** The engine's name of the container; chosen with the plan, so that creating it twice is noticed. */
  readonly engineName: string;
  readonly image: string;
  readonly essential: boolean;
  readonly entryPoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Variables; absent: none. */
  readonly secrets?: readonly SecretPlan[];
  /** Options of the log driver; absent: none. */
  readonly logSecrets?: readonly SecretPlan[];
  /** ARNs of files in S3; `environment` and `secrets` win over them, the first file over later ones. */
  readonly environmentFiles?: readonly string[];
  /** The secret with the login for the image's registry. */
  readonly registrySecret?: string;
  readonly user?: string;
  readonly workingDirectory?: string;
  readonly hostname?: string;
  readonly resources: ResourcePlan;
  readonly ports: readonly PortPlan[];
  /** Absent: none. */
  readonly portRanges?: readonly PortRangePlan[];
  readonly links: readonly string[];
  readonly mounts: readonly MountPlan[];
  readonly volumesFrom: readonly { readonly container: string; readonly readOnly: boolean }[];
  readonly dependsOn: readonly DependencyPlan[];
  /** Seconds that dependents wait for this container to meet their condition. */
  readonly startTimeout?: number;
  /** Seconds between SIGTERM and SIGKILL. */
  readonly stopTimeout: number;
  /** Absent: none, also where the image has one, because ECS does not look at the image's. */
  readonly healthCheck?: HealthCheckPlan;
  readonly restartPolicy?: {
    readonly ignoredExitCodes: readonly number[];
    /** Seconds that the container must have run before it is started again. */
    readonly attemptPeriod: number;
  };
  /** Absent: the engine's default driver. */
  readonly log?: LogPlan;
  /** What the task definition says, whoever takes the output here: containers are told of it. */
  readonly declaredLog?: LogPlan;
  /** Absent: its output stays where `log` says. */
  readonly awslogs?: AwslogsPlan;
  readonly labels: Readonly<Record<string, string>>;
  readonly privileged: boolean;
  readonly readonlyRootFilesystem: boolean;
  readonly interactive: boolean;
  readonly pseudoTerminal: boolean;
  readonly disableNetworking: boolean;
  readonly init: boolean;
  readonly capabilities: { readonly add: readonly string[]; readonly drop: readonly string[] };
  readonly devices: readonly DevicePlan[];
  /** Container path to mount options, `size=64m` first. */
  readonly tmpfs: Readonly<Record<string, string>>;
  readonly ulimits: readonly UlimitPlan[];
  readonly sysctls: Readonly<Record<string, string>>;
  readonly securityOptions: readonly string[];
  readonly dnsServers: readonly string[];
  readonly dnsSearchDomains: readonly string[];
  /** `hostname:address`. */
  readonly extraHosts: readonly string[];
}

/** A directory of a file system of AWS, for which a volume of the engine stands. */
export interface FileSystemPlan {
  /** `fs-…` */
  readonly id: string;
  /** The engine's name of the volume that stands for the whole file system. */
  readonly volume: string;
  /** Absolute within the file system and free of `..`; `/` for all of it. */
  readonly path: string;
}

/** A snapshot of AWS, for which a volume of the engine stands. */
export interface SnapshotPlan {
  /** `snap-…` */
  readonly id: string;
  /** The engine's name of that volume. */
  readonly volume: string;
}

/** A volume that the engine makes for the task (`task`) or finds or makes for all (`shared`). */
export interface VolumePlan {
  readonly name: string;
  readonly engineName: string;
  readonly scope: 'task' | 'shared';
  /** Whether a shared volume is made when it is missing. */
  readonly autoprovision: boolean;
  readonly driver: string;
  readonly options: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly fileSystem?: FileSystemPlan;
  /** What it begins as, instead of empty. Made only while the task is provisioned: nothing is in it yet. */
  readonly snapshot?: SnapshotPlan;
}

/** A container that routes the output of others, and what it is told of them. */
export interface FirelensPlan {
  /** Its name in the task. */
  readonly router: string;
  readonly type: 'fluentbit' | 'fluentd';
  /** The engine's name of the volume with its configuration and its socket. */
  readonly volume: string;
  /** Records are given the names of cluster, task and task definition. */
  readonly metadata: boolean;
  /** A configuration that is included: a path in the router, or an object of S3. */
  readonly external?:
    | { readonly kind: 'file'; readonly path: string }
    | { readonly kind: 's3'; readonly arn: string; readonly path?: never };
  /** Options of the router's outputs; secret ones refer to variables of the router. */
  readonly senders: readonly {
    readonly container: string;
    readonly options: Readonly<Record<string, string>>;
  }[];
}

/** A task definition with its overrides, worked out into what the agent does. */
export interface TaskPlan {
  readonly networkMode: NetworkMode;
  readonly pidMode?: 'host' | 'task';
  readonly ipcMode?: 'host' | 'task' | 'none';
  /** As whom the agent fetches what the task needs. */
  readonly executionRoleArn?: string;
  /** ECS cpu units, 1024 to a vCPU. */
  readonly cpu?: number;
  /** MiB. */
  readonly memory?: number;
  /** `linux/amd64`, `linux/arm64`; absent: the engine's own. */
  readonly platform?: string;
  /** The task may ask for faults of its network. */
  readonly faultInjection?: true;
  readonly stages: readonly Stage[];
  /** `net.*` of all containers, for the network namespace that they share in awsvpc mode. */
  readonly networkSysctls: Readonly<Record<string, string>>;
  readonly containers: readonly ContainerPlan[];
  readonly volumes: readonly VolumePlan[];
  /** Absent: no container routes the output of others. */
  readonly firelens?: FirelensPlan;
  /** Sentences for people: where this task runs with less than it has on AWS. */
  readonly notices: readonly string[];
}

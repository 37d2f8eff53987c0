/*
 * The documents of metadata v2 and v3, with their members in the agent's order. A member that may be absent
 * is left out when there is nothing to tell. Times are RFC 3339.
 */

export interface TaskDocument {
  readonly Cluster: string;
  readonly TaskARN: string;
  readonly Family: string;
  readonly Revision: string;
  readonly DesiredStatus?: string;
  readonly KnownStatus: string;
  readonly Containers?: readonly ContainerDocument[];
  readonly Limits?: LimitsDocument;
  readonly PullStartedAt?: string;
  readonly PullStoppedAt?: string;
  readonly ExecutionStoppedAt?: string;
  readonly AvailabilityZone?: string;
  readonly TaskTags?: Readonly<Record<string, string>>;
  readonly ContainerInstanceTags?: Readonly<Record<string, string>>;
  readonly LaunchType?: string;
  readonly Errors?: readonly TagErrorDocument[];
}

export interface ContainerDocument {
  readonly DockerId: string;
  readonly Name: string;
  readonly DockerName: string;
  readonly Image: string;
  readonly ImageID: string;
  readonly Ports?: readonly PortDocument[];
  readonly Labels?: Readonly<Record<string, string>>;
  readonly DesiredStatus: string;
  readonly KnownStatus: string;
  readonly ExitCode?: number;
  readonly Limits: LimitsDocument;
  readonly CreatedAt?: string;
  readonly StartedAt?: string;
  readonly FinishedAt?: string;
  readonly Type: string;
  readonly Networks?: readonly NetworkDocument[];
  readonly Health?: HealthDocument;
  readonly Volumes?: readonly VolumeDocument[];
  readonly LogDriver?: string;
  readonly LogOptions?: Readonly<Record<string, string>>;
  readonly ContainerARN?: string;
}

/** Of a task: vCPUs. Of a container: cpu units. Memory in MiB. */
export interface LimitsDocument {
  readonly CPU?: number;
  readonly Memory?: number;
}

export interface PortDocument {
  readonly ContainerPort?: number;
  readonly Protocol?: string;
  readonly HostPort?: number;
  /** v4 only. */
  readonly HostIp?: string;
}

export interface NetworkDocument {
  readonly NetworkMode?: string;
  readonly IPv4Addresses?: readonly string[];
  readonly IPv6Addresses?: readonly string[];
}

export interface HealthDocument {
  readonly status?: string;
  readonly statusSince?: string;
  readonly exitCode?: number;
  readonly output?: string;
}

export interface VolumeDocument {
  readonly DockerName?: string;
  readonly Source?: string;
  readonly Destination?: string;
}

/** Why tags are missing from a document that was asked for with them. */
export interface TagErrorDocument {
  readonly ErrorField: 'TaskTags' | 'ContainerInstanceTags';
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
  readonly StatusCode: number;
  readonly RequestId: string;
  readonly ResourceARN: string;
}

import type { TableSpec } from '../../store/table.ts';
import type { ContainerStatus, DesiredStatus, HealthStatus, Stage, StopCode, TaskStatus } from './status.ts';
import type { TaskPlan } from './task-plan.ts';

/** A published port, or a range of them (`8000-8010`). */
export type NetworkBinding = {
  readonly bindIP: string;
  readonly protocol: 'tcp' | 'udp';
} & (PortBinding | PortRangeBinding);

interface PortBinding {
  readonly containerPort: number;
  readonly hostPort: number;
  readonly containerPortRange?: never;
  readonly hostPortRange?: never;
}

interface PortRangeBinding {
  readonly containerPortRange: string;
  readonly hostPortRange: string;
  readonly containerPort?: never;
  readonly hostPort?: never;
}

/** A network of the engine that a running container is on. Its own address in it is empty in mode host. */
export interface ContainerNetwork {
  /** The engine's name of the network. */
  readonly name: string;
  readonly ipv4: string;
  readonly ipv6?: string;
}

/** What is mounted into a container. `name` is the engine's, of a volume. */
export interface ContainerMount {
  readonly name?: string;
  readonly source: string;
  readonly destination: string;
}

/** The check that brought the health status about: when it did, and what the check said. */
export interface HealthReport {
  /** Milliseconds since the epoch. */
  readonly since: number;
  readonly output?: string;
  readonly exitCode?: number;
}

/** What is known of one container. Times are milliseconds since the epoch. */
export interface ContainerState {
  readonly name: string;
  readonly arn: string;
  /** By which it asks for its metadata, and its task's; absent in records of before there was any. */
  readonly endpointId?: string;
  readonly known: ContainerStatus;
  /**
   * The status that an effect in flight will lead to. Not trusted after a restart: `adopted` clears
   * it, and the machine asks again for what is still missing.
   */
  readonly pending?: ContainerStatus;
  /** The engine's id of the container. */
  readonly runtimeId?: string;
  /** Engine ids of containers made for it before, which could not be started and are made anew. */
  readonly discarded?: readonly string[];
  readonly imageId?: string;
  readonly imageDigest?: string;
  readonly exitCode?: number;
  /** `ErrorName: message`, at most 1,024 characters; the first error stays. */
  readonly reason?: string;
  /** It failed in a way that ends the task, essential or not. */
  readonly endsTask?: boolean;
  /** What the task's reason says then, in place of the general one. */
  readonly taskReason?: string;
  readonly health?: HealthStatus;
  readonly healthReport?: HealthReport;
  readonly networks?: readonly ContainerNetwork[];
  readonly mounts?: readonly ContainerMount[];
  readonly networkBindings: readonly NetworkBinding[];
  /** Its own on the engine's bridge, while it runs; kept when it has ended. */
  readonly address?: string;
  readonly createdAt?: number;
  readonly startedAt?: number;
  readonly finishedAt?: number;
  /** How often stopping it has failed, and when it may be tried again. */
  readonly stopAttempts: number;
  readonly stopRetryAt?: number;
  /** The engine has not answered its start in time: it may run or not, and is stopped to be sure. */
  readonly startUnanswered?: true;
  /** Restarts by its restart policy. */
  readonly restarts: number;
  readonly restartedAt?: number;
  /** It has exited, at this time of the engine, and its restart policy says to start it again. */
  readonly restartAfter?: number;
}

/** Where a subnet lies. Ranges as `10.0.0.0/16`, as EC2 tells them. */
export interface SubnetPlace {
  readonly vpcId: string;
  /** All default VPCs, of whatever account and region, share one network. */
  readonly isDefaultVpc: boolean;
  readonly vpcCidr: string;
  readonly cidr: string;
}

export interface NetworkRanges {
  readonly vpc: string;
  readonly subnet: string;
}

/** The elastic network interface of an awsvpc task. What is not known until it is attached is absent. */
export interface NetworkInterface {
  /** UUID of the attachment. */
  readonly attachmentId: string;
  /** `eni-…` */
  readonly id: string;
  readonly subnetId: string;
  /** Which of the default VPC's subnets that is; only in records of before EC2's were known. */
  readonly subnetIndex?: number;
  /** The subnet as EC2 described it when the task was accepted. */
  readonly subnet?: SubnetPlace;
  readonly securityGroups: readonly string[];
  /** Asked for; addresses of the public are not given out here. */
  readonly assignsPublicIp?: true;
  /** What VPC and subnet have on this machine, which may have used their own ranges before. */
  readonly ranges?: NetworkRanges;
  readonly address?: string;
  readonly macAddress?: string;
  /** Ports published on the host. */
  readonly bindings?: readonly NetworkBinding[];
}

/** The EBS volume that ECS manages for a task, configured at launch. */
export interface EbsVolume {
  /** UUID of the attachment. */
  readonly attachmentId: string;
  /** `vol-…` */
  readonly id: string;
  /** Of the task definition's volume. */
  readonly volumeName: string;
  readonly roleArn: string;
  readonly deleteOnTermination: boolean;
}

/** A role whose credentials the task is given, and the id under which it asks for them. */
export interface RoleGrant {
  readonly roleArn: string;
  /** A random UUID: nobody can guess it, and whoever knows it may have the credentials. */
  readonly credentialsId: string;
}

export type RoleKind = 'task' | 'execution';

/** What the caller of RunTask said, kept to be shown again; the agent does not look into it. */
export interface TaskRequest {
  readonly group: string;
  readonly startedBy?: string;
  readonly referenceId?: string;
  readonly launchType: 'EC2' | 'FARGATE' | 'EXTERNAL' | 'MANAGED_INSTANCES';
  readonly platformVersion?: string;
  readonly capacityProviderName?: string;
  readonly enableExecuteCommand: boolean;
  /** TaskOverride as it is echoed: one entry per container. */
  readonly overrides: unknown;
}

/** The one record of a task: what is wanted, what is known and what was asked. */
export interface TaskRecord {
  readonly arn: string;
  /** The last part of the ARN: 32 hexadecimal digits. */
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly clusterArn: string;
  readonly clusterName: string;
  readonly containerInstanceArn?: string;
  readonly taskDefinitionArn: string;
  readonly family: string;
  readonly revision: number;
  readonly availabilityZone: string;
  readonly request: TaskRequest;
  readonly plan: TaskPlan;

  readonly desiredStatus: DesiredStatus;
  readonly lastStatus: TaskStatus;
  /** Starts at 1 and grows by one with each change that a state-change event is sent for. */
  readonly version: number;
  readonly containers: readonly ContainerState[];
  /** Stages of `plan.stages` that are done, and the one under way. */
  readonly stagesDone: readonly Stage[];
  readonly stagePending?: Stage;
  readonly networkInterface?: NetworkInterface;
  readonly ebsVolume?: EbsVolume;
  readonly roles?: { readonly [Kind in RoleKind]?: RoleGrant };
  /** Until when it is protected from scale-in; absent: it is not. */
  readonly protectedUntil?: number;
  /** The engine's id of the container that holds the namespaces which the task's containers share. */
  readonly sandboxId?: string;
  readonly sandboxName?: string;
  /** That container has ended while the task was wanted. */
  readonly sandboxEnded?: boolean;
  readonly stopCode?: StopCode;
  readonly stoppedReason?: string;
  /** Kill at once instead of waiting for stopTimeout. */
  readonly killed?: boolean;

  readonly createdAt: number;
  readonly connectivityAt?: number;
  readonly pullStartedAt?: number;
  readonly pullStoppedAt?: number;
  readonly startedAt?: number;
  readonly stoppingAt?: number;
  readonly executionStoppedAt?: number;
  readonly stoppedAt?: number;
  /** When everything that was made for the task on the engine had been removed. */
  readonly cleanedAt?: number;
}

export const tasksTable: TableSpec<TaskRecord> = {
  name: 'tasks',
  key: ['arn'],
  columns: (task) => ({
    arn: task.arn,
    account: task.account,
    region: task.region,
    cluster: task.clusterName,
    desired_status: task.desiredStatus,
    last_status: task.lastStatus,
    family: task.family,
    revision: task.revision,
    launch_type: task.request.launchType,
    started_by: task.request.startedBy ?? null,
    task_group: task.request.group,
    container_instance: task.containerInstanceArn ?? null,
    created_at: task.createdAt,
    stopped_at: task.stoppedAt ?? null,
    cleaned_at: task.cleanedAt ?? null,
  }),
};

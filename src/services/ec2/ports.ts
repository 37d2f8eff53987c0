import type { ArnScope } from '../../aws/arn.ts';

/** An elastic network interface that Amazon ECS has made for an awsvpc task. */
export interface TaskInterface {
  /** `eni-…` */
  readonly id: string;
  readonly subnetId: string;
  readonly securityGroups: readonly string[];
  /** UUID of the task's attachment; the description is made of it. */
  readonly attachmentId: string;
  readonly availabilityZone: string;
  /** Absent until the engine has given one. */
  readonly address?: string;
  readonly macAddress?: string;
  /** Only where the task is reached from outside by an address of its own. */
  readonly publicIp?: string;
  readonly status: 'attaching' | 'in-use' | 'detaching';
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
}

/** The interfaces of the tasks that run. They come and go with the tasks: EC2 only shows them. */
export interface TaskInterfaces {
  list(scope: ArnScope): readonly TaskInterface[];
}

/** Instance profiles, which IAM has. `undefined` where there is none of this name. */
export interface InstanceProfiles {
  find(scope: ArnScope, name: string): { readonly arn: string; readonly id: string } | undefined;
}

/** Parameters of Systems Manager, by which images may be named. `undefined` where there is none of this name. */
export interface Parameters {
  value(scope: ArnScope, name: string): string | undefined;
}

export interface Ec2Ports {
  readonly taskInterfaces: TaskInterfaces;
  readonly instanceProfiles: InstanceProfiles;
  readonly parameters: Parameters;
  /**
   * The range that the default VPC shows, in which tasks really have their addresses: 172.31.0.0/16 where
   * the machine leaves that free.
   */
  readonly defaultRange: () => string;
}

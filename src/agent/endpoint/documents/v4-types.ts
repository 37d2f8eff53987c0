import type { ContainerDocument, NetworkDocument, TaskDocument } from './v2-types.ts';

/** Metadata v4: v2's members, and what only v4 tells. */
export interface V4TaskDocument extends Omit<TaskDocument, 'Containers'> {
  readonly Containers?: readonly V4ContainerDocument[];
  readonly AvailabilityZoneID?: string;
  readonly VPCID?: string;
  readonly ServiceName?: string;
  readonly ClockDrift?: ClockDriftDocument;
  readonly FaultInjectionEnabled: boolean;
}

export interface V4ContainerDocument extends Omit<ContainerDocument, 'Networks'> {
  readonly Networks?: readonly V4NetworkDocument[];
  readonly Snapshotter?: string;
  /** Only of a container whose restart policy is enabled. */
  readonly RestartCount?: number;
}

/** The members of its own are those of an awsvpc task's interface. */
export interface V4NetworkDocument extends NetworkDocument {
  readonly AttachmentIndex?: number;
  readonly MACAddress?: string;
  readonly IPv4SubnetCIDRBlock?: string;
  readonly DomainNameServers?: readonly string[];
  readonly DomainNameSearchList?: readonly string[];
  readonly PrivateDNSName?: string;
  readonly SubnetGatewayIpv4Address?: string;
}

/** Fargate only. */
export interface ClockDriftDocument {
  /** Milliseconds; left out when zero. */
  readonly ClockErrorBound?: number;
  readonly ReferenceTimestamp?: string;
  readonly ClockSynchronizationStatus?: 'SYNCHRONIZED' | 'NOT_SYNCHRONIZED';
}

import type {
  DnsOptions,
  NetworkAclEntry,
  NetworkInterfaceType,
  Route,
  Tag,
  Tenancy,
  VpcEndpointType,
} from '../../../aws/contract/ec2.types.gen.ts';

/** What every resource has. Times are milliseconds since the epoch. */
export interface ResourceRecord {
  readonly account: string;
  readonly region: string;
  readonly id: string;
  readonly createdAt: number;
  readonly tags: readonly Tag[];
}

/** A range that a VPC or subnet has, by the id of its association. */
export interface CidrAssociation {
  readonly id: string;
  readonly cidr: string;
}

export interface VpcRecord extends ResourceRecord {
  readonly isDefault: boolean;
  /** The primary one first. */
  readonly cidrs: readonly CidrAssociation[];
  readonly ipv6Cidrs: readonly CidrAssociation[];
  readonly tenancy: Tenancy;
  /** Or `default`: what the region's resolver answers. */
  readonly dhcpOptionsId: string;
  readonly dnsSupport: boolean;
  readonly dnsHostnames: boolean;
  readonly addressUsageMetrics: boolean;
}

/** Something in a VPC. */
interface InVpc extends ResourceRecord {
  readonly vpcId: string;
}

export interface SubnetRecord extends InVpc {
  readonly availabilityZone: string;
  readonly isDefault: boolean;
  readonly cidr: string;
  readonly ipv6Cidrs: readonly CidrAssociation[];
  readonly mapPublicIp: boolean;
  readonly assignIpv6: boolean;
  readonly dns64: boolean;
  readonly hostnameType: 'ip-name' | 'resource-name';
  readonly nameRecordA: boolean;
  readonly nameRecordAaaa: boolean;
}

export interface DhcpOptionsRecord extends ResourceRecord {
  readonly configurations: readonly { readonly key: string; readonly values: readonly string[] }[];
}

/** Of a main association, `subnetId` and `gatewayId` are absent. */
export interface RouteTableAssociationRecord {
  readonly id: string;
  readonly main: boolean;
  readonly subnetId?: string;
  readonly gatewayId?: string;
}

export interface RouteTableRecord extends InVpc {
  /** Without those to the VPC's own ranges and to gateway endpoints, which follow from them. */
  readonly routes: readonly Route[];
  readonly associations: readonly RouteTableAssociationRecord[];
}

export interface InternetGatewayRecord extends ResourceRecord {
  /** Where it is attached. */
  readonly vpcId?: string;
}

export type EgressOnlyGatewayRecord = InVpc;

export interface NatAddress {
  readonly interfaceId: string;
  readonly privateIp: string;
  readonly primary: boolean;
  readonly allocationId?: string;
}

export interface NatGatewayRecord extends InVpc {
  readonly subnetId: string;
  readonly connectivity: 'public' | 'private';
  readonly addresses: readonly NatAddress[];
  readonly deletedAt?: number;
}

export interface AddressRecord extends ResourceRecord {
  readonly publicIp: string;
  readonly association?: {
    readonly id: string;
    readonly interfaceId: string;
    readonly privateIp: string;
  };
}

export interface NetworkAclRecord extends InVpc {
  readonly isDefault: boolean;
  readonly entries: readonly NetworkAclEntry[];
  readonly associations: readonly { readonly id: string; readonly subnetId: string }[];
}

/** Whom a rule lets through: one of the four. */
export type RulePeer =
  | { readonly cidrIpv4: string }
  | { readonly cidrIpv6: string }
  | { readonly prefixListId: string }
  | { readonly groupId: string };

export interface RuleRecord {
  /** `sgr-…` */
  readonly id: string;
  readonly egress: boolean;
  /** `-1`, `tcp`, `udp`, `icmp`, `icmpv6` or a number. */
  readonly protocol: string;
  /** Absent for -1, and for protocols that have no ports. */
  readonly from?: number;
  readonly to?: number;
  readonly peer: RulePeer;
  readonly description?: string;
  readonly tags: readonly Tag[];
}

export interface SecurityGroupRecord extends InVpc {
  readonly name: string;
  readonly description: string;
  /** Oldest first. */
  readonly rules: readonly RuleRecord[];
}

export interface InterfaceAttachment {
  readonly id: string;
  readonly instanceId?: string;
  readonly deviceIndex: number;
  readonly deleteOnTermination: boolean;
  readonly attachedAt: number;
  readonly status: 'attaching' | 'attached' | 'detaching';
}

export interface InterfaceRecord extends InVpc {
  readonly subnetId: string;
  readonly availabilityZone: string;
  readonly description: string;
  readonly groups: readonly string[];
  readonly macAddress?: string;
  /** The primary one first; empty while a task's interface is attached. */
  readonly addresses: readonly string[];
  readonly ipv6Addresses: readonly string[];
  /** One that lasts as long as the interface, beside elastic ones. */
  readonly publicIp?: string;
  /** Its instance is stopped, and it gets another public address when that starts. */
  readonly publicIpOnStart?: true;
  readonly sourceDestCheck: boolean;
  readonly interfaceType: NetworkInterfaceType;
  /** The service that made it, where it was none of the account's users. */
  readonly requesterId?: string;
  readonly attachment?: InterfaceAttachment;
  /** What it stands for; nobody else may delete it. */
  readonly owner?: 'task' | 'natgateway' | 'vpc-endpoint';
}

export interface EndpointRecord extends InVpc {
  readonly type: VpcEndpointType;
  readonly serviceName: string;
  readonly policy: string;
  readonly routeTableIds: readonly string[];
  readonly subnetIds: readonly string[];
  readonly groupIds: readonly string[];
  readonly interfaceIds: readonly string[];
  readonly privateDns: boolean;
  readonly ipAddressType: 'ipv4' | 'dualstack' | 'ipv6';
  readonly dnsOptions: DnsOptions;
}

export interface PrefixListRecord extends ResourceRecord {
  readonly name: string;
  readonly addressFamily: 'IPv4' | 'IPv6';
  readonly maxEntries: number;
  /** Entries of each version, the first is version 1. */
  readonly versions: readonly (readonly { readonly cidr: string; readonly description?: string }[])[];
  readonly owner: 'AWS' | 'account';
}

export interface FlowLogRecord extends ResourceRecord {
  readonly resourceId: string;
  readonly trafficType?: 'ACCEPT' | 'ALL' | 'REJECT';
  readonly destinationType: 'cloud-watch-logs' | 'kinesis-data-firehose' | 's3';
  readonly destination?: string;
  readonly logGroupName?: string;
  readonly roleArn?: string;
  readonly format: string;
  /** Seconds. */
  readonly interval: number;
  readonly options?: { readonly [Name in 'HiveCompatiblePartitions' | 'PerHourPartition']?: boolean } & {
    readonly FileFormat?: 'parquet' | 'plain-text';
  };
}

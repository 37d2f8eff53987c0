import type { ArnScope } from '../../aws/arn.ts'; // account, region, partition

/** A rule of a security group. `peer` is whom it lets through. */
export interface GroupRule {
  readonly direction: 'ingress' | 'egress';
  /** `-1` (all), `tcp`, `udp`, `icmp`, `icmpv6` or a protocol number. */
  readonly protocol: string;
  /** Ports, or ICMP type and code; -1 or absent: all. */
  readonly from?: number;
  readonly to?: number;
  readonly peer: { readonly cidr: string } | { readonly groupId: string };
}
export interface VpcFacts {
  readonly id: string;
  readonly isDefault: boolean;
  readonly cidrs: readonly string[];
}
export interface SubnetFacts {
  readonly id: string;
  readonly vpcId: string;
  readonly cidr: string;
  readonly availabilityZone: string;
  readonly isDefault: boolean;
}
export interface GroupFacts {
  readonly id: string;
  readonly vpcId: string;
  readonly rules: readonly GroupRule[];
}

/** What EC2 knows of networks. `undefined` for what does not exist. */
export interface VpcDirectory {
  vpc(scope: ArnScope, id: string): VpcFacts | undefined;
  subnet(scope: ArnScope, id: string): SubnetFacts | undefined;
  group(scope: ArnScope, id: string): GroupFacts | undefined;
  /** The group that whoever names none is in. */
  defaultGroup(scope: ArnScope, vpcId: string): string | undefined;
  /** Calls `listener` after rules, groups, subnets or VPCs have changed (committed). */
  onChange(listener: () => void): Disposable;
}

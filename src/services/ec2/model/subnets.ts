import type { Subnet, SubnetIpv6CidrBlockAssociation } from '../../../aws/contract/ec2.types.gen.ts';
import { arn } from '../../../aws/arn.ts';
import { parseCidr } from '../../../agent/network/cidr.ts';
import type { Ec2Call } from '../operation.ts';
import { usableCount } from './cidrs.ts';
import { byMember, type FilterTable, tagFilters } from './filters.ts';
import { arnResource } from './kinds.ts';
import type { CidrAssociation, SubnetRecord } from './records.ts';
import { tagsOf } from './tags.ts';
import { zoneIdOf } from './zones.ts';

export const subnetFilters: FilterTable = {
  ...tagFilters,
  ...byMember(`availability-zone availability-zone-id available-ip-address-count cidr-block
    customer-owned-ipv4-pool default-for-az enable-dns64 enable-lni-at-device-index ipv6-native
    map-customer-owned-ip-on-launch map-public-ip-on-launch outpost-arn owner-id state subnet-arn subnet-id vpc-id`),
  availabilityZone: 'AvailabilityZone',
  availabilityZoneId: 'AvailabilityZoneId',
  cidr: 'CidrBlock',
  cidrBlock: 'CidrBlock',
  defaultForAz: 'DefaultForAz',
  'ipv6-cidr-block-association.ipv6-cidr-block': 'Ipv6CidrBlockAssociationSet.Ipv6CidrBlock',
  'ipv6-cidr-block-association.association-id': 'Ipv6CidrBlockAssociationSet.AssociationId',
  'ipv6-cidr-block-association.state': 'Ipv6CidrBlockAssociationSet.Ipv6CidrBlockState.State',
  'private-dns-name-options-on-launch.hostname-type': 'PrivateDnsNameOptionsOnLaunch.HostnameType',
  'private-dns-name-options-on-launch.enable-resource-name-dns-a-record':
    'PrivateDnsNameOptionsOnLaunch.EnableResourceNameDnsARecord',
  'private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record':
    'PrivateDnsNameOptionsOnLaunch.EnableResourceNameDnsAAAARecord',
};

/** Shows subnets with the addresses that are left in each; looks at the interfaces only once. */
export function subnetView(call: Ec2Call): (subnet: SubnetRecord) => Subnet {
  const used = new Map<string, number>();
  const count = (subnetId: string, addresses: number): void =>
    void used.set(subnetId, (used.get(subnetId) ?? 0) + addresses);
  for (const { subnetId, addresses } of call.tables['network-interface'].list(call)) {
    count(subnetId, addresses.length);
  }
  for (const { subnetId, address } of call.taskInterfaces.list(call)) {
    if (address !== undefined) count(subnetId, 1);
  }
  return (subnet) => showSubnet(call, subnet, used.get(subnet.id) ?? 0);
}

const showSubnet = (call: Ec2Call, subnet: SubnetRecord, used: number): Subnet => ({
  SubnetId: subnet.id,
  SubnetArn: arn(call, 'ec2', arnResource('subnet', subnet.id)),
  OwnerId: subnet.account,
  VpcId: subnet.vpcId,
  State: 'available',
  CidrBlock: subnet.cidr,
  Ipv6CidrBlockAssociationSet: subnet.ipv6Cidrs.map(showSubnetIpv6),
  AvailableIpAddressCount: freeIn(subnet, used),
  AvailabilityZone: subnet.availabilityZone,
  AvailabilityZoneId: zoneIdOf(subnet.availabilityZone),
  DefaultForAz: subnet.isDefault,
  MapPublicIpOnLaunch: subnet.mapPublicIp,
  MapCustomerOwnedIpOnLaunch: false,
  AssignIpv6AddressOnCreation: subnet.assignIpv6,
  EnableDns64: subnet.dns64,
  Ipv6Native: false,
  PrivateDnsNameOptionsOnLaunch: {
    HostnameType: subnet.hostnameType,
    EnableResourceNameDnsARecord: subnet.nameRecordA,
    EnableResourceNameDnsAAAARecord: subnet.nameRecordAaaa,
  },
  BlockPublicAccessStates: { InternetGatewayBlockMode: 'off' },
  Tags: tagsOf(subnet),
});

export const showSubnetIpv6 = ({ id, cidr }: CidrAssociation): SubnetIpv6CidrBlockAssociation => ({
  AssociationId: id,
  Ipv6CidrBlock: cidr,
  Ipv6CidrBlockState: { State: 'associated' },
  Ipv6AddressAttribute: 'public',
  IpSource: 'amazon',
});

function freeIn({ cidr }: SubnetRecord, used: number): number {
  const range = parseCidr(cidr);
  return range === undefined ? 0 : Math.max(0, usableCount(range) - used);
}

import type {
  Vpc,
  VpcCidrBlockAssociation,
  VpcIpv6CidrBlockAssociation,
} from '../../../aws/contract/ec2.types.gen.ts';
import { invalidVpcRange } from '../errors-network.ts';
import type { Ec2Call } from '../operation.ts';
import { rangeOf } from './cidrs.ts';
import { formatCidr } from '../../../agent/network/cidr.ts';
import { byMember, type FilterTable, tagFilters } from './filters.ts';
import { defaultAclEntries } from './network-acl-entries.ts';
import { idOf, newId } from './find.ts';
import type { CidrAssociation, VpcRecord } from './records.ts';
import { allEgress, allFromItself } from './starting-rules.ts';
import { tagsOf } from './tags.ts';

export const vpcFilters: FilterTable = {
  ...tagFilters,
  ...byMember('dhcp-options-id is-default owner-id state vpc-id'),
  dhcpOptionsId: 'DhcpOptionsId',
  isDefault: 'IsDefault',
  cidr: 'CidrBlock',
  'cidr-block': 'CidrBlock',
  cidrBlock: 'CidrBlock',
  'cidr-block-association.cidr-block': 'CidrBlockAssociationSet.CidrBlock',
  'cidr-block-association.association-id': 'CidrBlockAssociationSet.AssociationId',
  'cidr-block-association.state': 'CidrBlockAssociationSet.CidrBlockState.State',
  'ipv6-cidr-block-association.ipv6-cidr-block': 'Ipv6CidrBlockAssociationSet.Ipv6CidrBlock',
  'ipv6-cidr-block-association.ipv6-pool': 'Ipv6CidrBlockAssociationSet.Ipv6Pool',
  'ipv6-cidr-block-association.association-id': 'Ipv6CidrBlockAssociationSet.AssociationId',
  'ipv6-cidr-block-association.state': 'Ipv6CidrBlockAssociationSet.Ipv6CidrBlockState.State',
};

export const showVpc = (vpc: VpcRecord): Vpc => ({
  VpcId: vpc.id,
  OwnerId: vpc.account,
  State: 'available',
  CidrBlock: vpc.cidrs[0]?.cidr,
  CidrBlockAssociationSet: vpc.cidrs.map(showCidr),
  Ipv6CidrBlockAssociationSet:
    vpc.ipv6Cidrs.length === 0 ? undefined : vpc.ipv6Cidrs.map((each) => showIpv6Cidr(vpc, each)),
  DhcpOptionsId: vpc.dhcpOptionsId,
  InstanceTenancy: vpc.tenancy,
  IsDefault: vpc.isDefault,
  BlockPublicAccessStates: { InternetGatewayBlockMode: 'off' },
  Tags: tagsOf(vpc),
});

export const showCidr = ({ id, cidr }: CidrAssociation): VpcCidrBlockAssociation => ({
  AssociationId: id,
  CidrBlock: cidr,
  CidrBlockState: { State: 'associated' },
});

export const showIpv6Cidr = (
  { region }: VpcRecord,
  { id, cidr }: CidrAssociation,
): VpcIpv6CidrBlockAssociation => ({
  AssociationId: id,
  Ipv6CidrBlock: cidr,
  Ipv6CidrBlockState: { State: 'associated' },
  NetworkBorderGroup: region,
  Ipv6Pool: 'Amazon',
  Ipv6AddressAttribute: 'public',
  IpSource: 'amazon',
});

/** A VPC's range is a /16 at most and a /28 at least. */
export function vpcRangeOf(text: string): string {
  const range = rangeOf(text, 'cidrBlock');
  if (range.bits < 16 || range.bits > 28) throw invalidVpcRange(text);
  return formatCidr(range);
}

export function defaultVpcOf(call: Ec2Call): VpcRecord | undefined {
  return call.tables.vpc.list(call).find(({ isDefault }) => isDefault);
}

/** What every VPC has: a main route table, a default network ACL and a default security group. */
export function makeBelongings(call: Ec2Call, vpc: VpcRecord): void {
  const { tables, now } = call;
  const base = { account: vpc.account, region: vpc.region, createdAt: now, tags: [], vpcId: vpc.id };
  tables['route-table'].put({
    ...base,
    id: newId(call, 'route-table'),
    routes: [],
    associations: [{ id: idOf(call, 'rtbassoc'), main: true }],
  });
  tables['network-acl'].put({
    ...base,
    id: newId(call, 'network-acl'),
    isDefault: true,
    entries: defaultAclEntries(vpc.ipv6Cidrs.length > 0),
    associations: [],
  });
  const groupId = newId(call, 'security-group');
  tables['security-group'].put({
    ...base,
    id: groupId,
    name: 'default',
    description: 'default VPC security group',
    rules: [
      allFromItself(newId(call, 'security-group-rule'), groupId),
      allEgress(newId(call, 'security-group-rule')),
    ],
  });
}

import type { NetworkAcl } from '../../../aws/contract/ec2.types.gen.ts';
import type { Ec2Call } from '../operation.ts';
import { type FilterTable, byMember, tagFilters } from './filters.ts';
import { idOf } from './find.ts';
import type { NetworkAclRecord, SubnetRecord } from './records.ts';
import { tagsOf } from './tags.ts';

export const networkAclFilters: FilterTable = {
  ...tagFilters,
  ...byMember('network-acl-id owner-id vpc-id'),
  default: 'IsDefault',
  'association.association-id': 'Associations.NetworkAclAssociationId',
  'association.network-acl-id': 'Associations.NetworkAclId',
  'association.subnet-id': 'Associations.SubnetId',
  'entry.cidr': 'Entries.CidrBlock',
  'entry.icmp.code': 'Entries.IcmpTypeCode.Code',
  'entry.icmp.type': 'Entries.IcmpTypeCode.Type',
  'entry.ipv6-cidr': 'Entries.Ipv6CidrBlock',
  'entry.port-range.from': 'Entries.PortRange.From',
  'entry.port-range.to': 'Entries.PortRange.To',
  'entry.protocol': 'Entries.Protocol',
  'entry.rule-action': 'Entries.RuleAction',
  'entry.egress': 'Entries.Egress',
  'entry.rule-number': 'Entries.RuleNumber',
};

export const showNetworkAcl = (acl: NetworkAclRecord): NetworkAcl => ({
  NetworkAclId: acl.id,
  VpcId: acl.vpcId,
  OwnerId: acl.account,
  IsDefault: acl.isDefault,
  Associations: acl.associations.map(({ id, subnetId }) => ({
    NetworkAclAssociationId: id,
    NetworkAclId: acl.id,
    SubnetId: subnetId,
  })),
  Entries: [...acl.entries],
  Tags: tagsOf(acl),
});

/** Every subnet has one network ACL: the VPC's default one until somebody gives it another. */
export function joinDefaultAcl(call: Ec2Call, { id, vpcId }: SubnetRecord): void {
  const acl = call.tables['network-acl'].listIn(call, vpcId).find(({ isDefault }) => isDefault);
  if (acl === undefined) return;
  const associations = [...acl.associations, { id: idOf(call, 'aclassoc'), subnetId: id }];
  call.tables['network-acl'].put({ ...acl, associations });
}

export function leaveAcl(call: Ec2Call, { id, vpcId }: SubnetRecord): void {
  for (const acl of call.tables['network-acl'].listIn(call, vpcId)) {
    const associations = acl.associations.filter(({ subnetId }) => subnetId !== id);
    if (associations.length < acl.associations.length)
      call.tables['network-acl'].put({ ...acl, associations });
  }
}

import type { SecurityGroup } from '../../../aws/contract/ec2.types.gen.ts';
import { arn } from '../../../aws/arn.ts';
import { combination, missing } from '../errors.ts';
import { groupNameNotFound, noDefaultVpcForUser } from '../errors-network.ts';
import type { Ec2Call } from '../operation.ts';
import { byMember, type FilterTable, tagFilters } from './filters.ts';
import { find } from './find.ts';
import { arnResource } from './kinds.ts';
import type { SecurityGroupRecord } from './records.ts';
import { permissionsOf } from './rule-permissions.ts';
import { tagsOf } from './tags.ts';
import { defaultVpcOf } from './vpcs.ts';

const permissionFilters = (prefix: string, member: string): FilterTable =>
  Object.fromEntries(
    Object.entries({
      cidr: 'IpRanges.CidrIp',
      'from-port': 'FromPort',
      'group-id': 'UserIdGroupPairs.GroupId',
      'group-name': 'UserIdGroupPairs.GroupName',
      'ipv6-cidr': 'Ipv6Ranges.CidrIpv6',
      'prefix-list-id': 'PrefixListIds.PrefixListId',
      protocol: 'IpProtocol',
      'to-port': 'ToPort',
      'user-id': 'UserIdGroupPairs.UserId',
    }).map(([name, path]) => [`${prefix}.${name}`, `${member}.${path}`]),
  );

export const securityGroupFilters: FilterTable = {
  ...tagFilters,
  ...byMember('description group-id group-name owner-id vpc-id'),
  ...permissionFilters('ip-permission', 'IpPermissions'),
  ...permissionFilters('egress.ip-permission', 'IpPermissionsEgress'),
};

export const groupArn = (call: Ec2Call, id: string): string =>
  arn(call, 'ec2', arnResource('security-group', id));

export const showSecurityGroup = (call: Ec2Call, group: SecurityGroupRecord): SecurityGroup => ({
  GroupId: group.id,
  GroupName: group.name,
  Description: group.description,
  OwnerId: group.account,
  VpcId: group.vpcId,
  SecurityGroupArn: groupArn(call, group.id),
  IpPermissions: permissionsOf(
    group.account,
    group.rules.filter(({ egress }) => !egress),
  ),
  IpPermissionsEgress: permissionsOf(
    group.account,
    group.rules.filter(({ egress }) => egress),
  ),
  Tags: tagsOf(group),
});

/** A group by id or, in the default VPC, by name. */
export function groupNamed(
  call: Ec2Call,
  { GroupId, GroupName }: { readonly GroupId?: string; readonly GroupName?: string },
): SecurityGroupRecord {
  if (GroupId !== undefined && GroupName !== undefined) {
    throw combination('The parameter groupName cannot be used with the parameter groupId');
  }
  if (GroupId !== undefined) return find(call, 'security-group', GroupId);
  if (GroupName === undefined) throw missing('The request must contain the parameter groupName or groupId');
  return groupInDefaultVpc(call, GroupName);
}

export function groupInDefaultVpc(call: Ec2Call, name: string): SecurityGroupRecord {
  const vpc = defaultVpcOf(call);
  if (vpc === undefined) throw noDefaultVpcForUser();
  const found = call.tables['security-group'].listIn(call, vpc.id).find((group) => group.name === name);
  if (found === undefined) throw groupNameNotFound(name, vpc.id);
  return found;
}

export function defaultGroupOf(call: Ec2Call, vpcId: string): SecurityGroupRecord {
  const found = call.tables['security-group'].listIn(call, vpcId).find(({ name }) => name === 'default');
  if (found === undefined) throw groupNameNotFound('default', vpcId);
  return found;
}

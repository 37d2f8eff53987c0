import { badValue, hasDependent } from '../errors.ts';
import {
  defaultGroup,
  groupExists,
  groupNameNotFound,
  noDefaultVpcForUser,
  reservedGroupName,
} from '../errors-network.ts';
import { isGroupInUse } from '../model/dependencies.ts';
import { describe } from '../model/describe.ts';
import { find, findAll, newId } from '../model/find.ts';
import type { SecurityGroupRecord } from '../model/records.ts';
import { groupArn, groupNamed, securityGroupFilters, showSecurityGroup } from '../model/security-groups.ts';
import { allEgress, allEgressIpv6 } from '../model/starting-rules.ts';
import { newTags, tagsOf } from '../model/tags.ts';
import { defaultVpcOf } from '../model/vpcs.ts';
import type { Ec2Call, Ec2Operation } from '../operation.ts';

/** Names and descriptions: `a-z, A-Z, 0-9, spaces, and ._-:/()#,@[]+=&;{}!$*`, 255 at most. */
const allowed = /^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/;

export const createSecurityGroup: Ec2Operation<'CreateSecurityGroup'> = (input, call) => {
  const { account, region, now } = call;
  const vpc = input.VpcId === undefined ? defaultVpcOf(call) : find(call, 'vpc', input.VpcId);
  if (vpc === undefined) throw noDefaultVpcForUser();
  checkName(input.GroupName);
  if (!allowed.test(input.Description)) {
    throw badValue(input.Description, 'GroupDescription', 'Character sets beyond ASCII are not supported.');
  }
  const taken = call.tables['security-group']
    .listIn(call, vpc.id)
    .some(({ name }) => name === input.GroupName);
  if (taken) throw groupExists(input.GroupName, vpc.id);
  const group: SecurityGroupRecord = {
    account,
    region,
    id: newId(call, 'security-group'),
    createdAt: now,
    tags: newTags(input.TagSpecifications, 'security-group'),
    vpcId: vpc.id,
    name: input.GroupName,
    description: input.Description,
    rules: [
      allEgress(newId(call, 'security-group-rule')),
      ...(vpc.ipv6Cidrs.length > 0 ? [allEgressIpv6(newId(call, 'security-group-rule'))] : []),
    ],
  };
  call.tables['security-group'].put(group);
  return { GroupId: group.id, SecurityGroupArn: groupArn(call, group.id), Tags: tagsOf(group) };
};

function checkName(name: string): void {
  if (name === 'default') throw reservedGroupName();
  if (/^sg-/i.test(name)) throw badValue(name, 'GroupName', "Group names may not be in the format 'sg-*'.");
  if (!allowed.test(name))
    throw badValue(name, 'GroupName', 'Character sets beyond ASCII are not supported.');
}

export const describeSecurityGroups: Ec2Operation<'DescribeSecurityGroups'> = (input, call) => {
  const { GroupIds, GroupNames } = input;
  const rows =
    GroupIds === undefined && GroupNames === undefined
      ? call.tables['security-group'].list(call)
      : [...findAll(call, 'security-group', GroupIds ?? []), ...groupsNamed(call, GroupNames ?? [])];
  const { items, nextToken } = describe(rows, input, {
    filters: securityGroupFilters,
    show: (group) => showSecurityGroup(call, group),
    keyOf: ({ GroupId }) => GroupId,
  });
  return { SecurityGroups: items, NextToken: nextToken };
};

/** Names are those of groups in the default VPC. */
function groupsNamed(call: Ec2Call, names: readonly string[]): SecurityGroupRecord[] {
  if (names.length === 0) return [];
  const vpc = defaultVpcOf(call);
  const groups = vpc === undefined ? [] : call.tables['security-group'].listIn(call, vpc.id);
  return names.map((wanted) => {
    const found = groups.find(({ name }) => name === wanted);
    if (found === undefined) throw groupNameNotFound(wanted, undefined);
    return found;
  });
}

export const deleteSecurityGroup: Ec2Operation<'DeleteSecurityGroup'> = (input, call) => {
  const group = groupNamed(call, input);
  if (group.name === 'default') throw defaultGroup(group.id, group.name);
  if (isGroupInUse(call, group.vpcId, group.id)) throw hasDependent(group.id);
  call.tables['security-group'].delete(group);
  return { Return: true, GroupId: group.id };
};

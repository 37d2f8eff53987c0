import { describe } from '../model/describe.ts';
import { byMember, type FilterTable, tagFilters } from '../model/filters.ts';
import { find, findAll } from '../model/find.ts';
import { tagsOf } from '../model/tags.ts';
import type { Ec2Operation } from '../operation.ts';

/** References from other VPCs, over peerings: there are no peerings here. */
export const describeSecurityGroupReferences: Ec2Operation<'DescribeSecurityGroupReferences'> = (
  { GroupId },
  call,
) => {
  findAll(call, 'security-group', GroupId);
  return { SecurityGroupReferenceSet: [] };
};

/** Rules that name groups of a peer that has gone: without peerings no rule can. */
export const describeStaleSecurityGroups: Ec2Operation<'DescribeStaleSecurityGroups'> = ({ VpcId }, call) => {
  find(call, 'vpc', VpcId);
  return { StaleSecurityGroupSet: [] };
};

export const groupForVpcFilters: FilterTable = {
  ...tagFilters,
  ...byMember('group-id description group-name owner-id primary-vpc-id'),
};

export const getSecurityGroupsForVpc: Ec2Operation<'GetSecurityGroupsForVpc'> = (input, call) => {
  const vpc = find(call, 'vpc', input.VpcId);
  const { items, nextToken } = describe(call.tables['security-group'].listIn(call, vpc.id), input, {
    filters: groupForVpcFilters,
    show: (group) => ({
      GroupId: group.id,
      GroupName: group.name,
      Description: group.description,
      OwnerId: group.account,
      PrimaryVpcId: group.vpcId,
      Tags: tagsOf(group),
    }),
    keyOf: ({ GroupId }) => GroupId,
  });
  return { SecurityGroupForVpcs: items, NextToken: nextToken };
};

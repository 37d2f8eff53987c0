import { hasDependencies, missing, missingParameter, unsupported } from '../errors.ts';
import { defaultVpcExists } from '../errors-network.ts';
import { describe } from '../model/describe.ts';
import { defaultDhcpOptionsOf } from '../model/dhcp-options.ts';
import { find, findAll, idOf, newId } from '../model/find.ts';
import { newIpv6Range } from '../model/ipv6.ts';
import { isVpcInUse } from '../model/dependencies.ts';
import type { VpcRecord } from '../model/records.ts';
import { startingState } from '../model/starting-state.ts';
import { newTags } from '../model/tags.ts';
import { defaultVpcOf, makeBelongings, showVpc, vpcFilters, vpcRangeOf } from '../model/vpcs.ts';
import type { Ec2Operation } from '../operation.ts';

export const createVpc: Ec2Operation<'CreateVpc'> = (input, call) => {
  const { account, region, now, tables } = call;
  if (input.CidrBlock === undefined) {
    throw missing("Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.");
  }
  if (input.InstanceTenancy === 'host') throw unsupported('InstanceTenancy=host');
  const vpc: VpcRecord = {
    account,
    region,
    id: newId(call, 'vpc'),
    createdAt: now,
    tags: newTags(input.TagSpecifications, 'vpc'),
    isDefault: false,
    cidrs: [{ id: idOf(call, 'vpc-cidr-assoc'), cidr: vpcRangeOf(input.CidrBlock) }],
    ipv6Cidrs:
      input.AmazonProvidedIpv6CidrBlock === true
        ? [{ id: idOf(call, 'vpc-cidr-assoc'), cidr: newIpv6Range(call.ids) }]
        : [],
    tenancy: input.InstanceTenancy ?? 'default',
    dhcpOptionsId: defaultDhcpOptionsOf(call),
    dnsSupport: true,
    dnsHostnames: false,
    addressUsageMetrics: false,
  };
  tables.vpc.put(vpc);
  makeBelongings(call, vpc);
  return { Vpc: { ...showVpc(vpc), State: 'pending' } };
};

/** The one that an account begins with, under the same ids: tasks look for those. */
export const createDefaultVpc: Ec2Operation<'CreateDefaultVpc'> = (_input, call) => {
  const { tables } = call;
  if (defaultVpcOf(call) !== undefined) throw defaultVpcExists();
  const start = startingState(call);
  for (const vpc of start.vpc) tables.vpc.put({ ...vpc, dhcpOptionsId: defaultDhcpOptionsOf(call) });
  for (const row of start.subnet) tables.subnet.put(row);
  for (const row of start['route-table']) tables['route-table'].put(row);
  for (const row of start['internet-gateway']) tables['internet-gateway'].put(row);
  for (const row of start['network-acl']) tables['network-acl'].put(row);
  for (const row of start['security-group']) tables['security-group'].put(row);
  const made = defaultVpcOf(call);
  return { Vpc: made && { ...showVpc(made), State: 'pending' } };
};

export const describeVpcs: Ec2Operation<'DescribeVpcs'> = (input, call) => {
  const { VpcIds } = input;
  const rows = VpcIds === undefined ? call.tables.vpc.list(call) : findAll(call, 'vpc', VpcIds);
  const { items, nextToken } = describe(rows, input, {
    filters: vpcFilters,
    show: showVpc,
    keyOf: ({ VpcId }) => VpcId,
  });
  return { Vpcs: items, NextToken: nextToken };
};

/** With it go what every VPC has; of anything else none may be left. */
export const deleteVpc: Ec2Operation<'DeleteVpc'> = ({ VpcId }, call) => {
  const { tables } = call;
  const vpc = find(call, 'vpc', VpcId);
  if (isVpcInUse(call, vpc.id)) throw hasDependencies('vpc', vpc.id);
  for (const row of tables['route-table'].listIn(call, vpc.id)) tables['route-table'].delete(row);
  for (const row of tables['network-acl'].listIn(call, vpc.id)) tables['network-acl'].delete(row);
  for (const row of tables['security-group'].listIn(call, vpc.id)) tables['security-group'].delete(row);
  tables.vpc.delete(vpc);
  return {};
};

export const describeVpcAttribute: Ec2Operation<'DescribeVpcAttribute'> = ({ VpcId, Attribute }, call) => {
  const vpc = find(call, 'vpc', VpcId);
  switch (Attribute) {
    case 'enableDnsSupport':
      return { VpcId, EnableDnsSupport: { Value: vpc.dnsSupport } };
    case 'enableDnsHostnames':
      return { VpcId, EnableDnsHostnames: { Value: vpc.dnsHostnames } };
    case 'enableNetworkAddressUsageMetrics':
      return { VpcId, EnableNetworkAddressUsageMetrics: { Value: vpc.addressUsageMetrics } };
    default:
      return Attribute satisfies never;
  }
};

export const modifyVpcAttribute: Ec2Operation<'ModifyVpcAttribute'> = (input, call) => {
  const vpc = find(call, 'vpc', input.VpcId);
  const { EnableDnsHostnames, EnableDnsSupport, EnableNetworkAddressUsageMetrics } = input;
  const given = [EnableDnsHostnames, EnableDnsSupport, EnableNetworkAddressUsageMetrics];
  if (given.every((value) => value === undefined)) throw missingParameter('attribute');
  call.tables.vpc.put({
    ...vpc,
    dnsSupport: EnableDnsSupport?.Value ?? vpc.dnsSupport,
    dnsHostnames: EnableDnsHostnames?.Value ?? vpc.dnsHostnames,
    addressUsageMetrics: EnableNetworkAddressUsageMetrics?.Value ?? vpc.addressUsageMetrics,
  });
  return {};
};

export const modifyVpcTenancy: Ec2Operation<'ModifyVpcTenancy'> = ({ VpcId, InstanceTenancy }, call) => {
  const vpc = find(call, 'vpc', VpcId);
  call.tables.vpc.put({ ...vpc, tenancy: InstanceTenancy });
  return { ReturnValue: true };
};

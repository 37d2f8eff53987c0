import { formatCidr } from '../../../agent/network/cidr.ts';
import { hasDependencies, missing, missingParameter } from '../errors.ts';
import { defaultSubnetExists, invalidSubnetRange, noDefaultVpc, subnetConflict } from '../errors-network.ts';
import { isWithin, overlap, rangeOf } from '../model/cidrs.ts';
import { isSubnetInUse } from '../model/dependencies.ts';
import { describe } from '../model/describe.ts';
import { find, findAll, newId } from '../model/find.ts';
import { joinDefaultAcl, leaveAcl } from '../model/network-acls.ts';
import { leaveRouteTable } from '../model/route-tables.ts';
import type { SubnetRecord, VpcRecord } from '../model/records.ts';
import { defaultSubnet, startingState } from '../model/starting-state.ts';
import { newSubnetIpv6 } from '../model/subnet-ipv6.ts';
import { subnetFilters, subnetView } from '../model/subnets.ts';
import { newTags } from '../model/tags.ts';
import { defaultVpcOf } from '../model/vpcs.ts';
import { zoneNamed, zonesOf } from '../model/zones.ts';
import type { Ec2Call, Ec2Operation } from '../operation.ts';

export const createSubnet: Ec2Operation<'CreateSubnet'> = (input, call) => {
  const { account, region, now, tables } = call;
  const vpc = find(call, 'vpc', input.VpcId);
  if (input.CidrBlock === undefined)
    throw missing("Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.");
  const zone =
    zoneNamed(region, input.AvailabilityZone, input.AvailabilityZoneId) ?? zonesOf(region)[0]?.name;
  const subnet: SubnetRecord = {
    ...defaultSubnet(zone ?? ''),
    account,
    region,
    id: newId(call, 'subnet'),
    createdAt: now,
    tags: newTags(input.TagSpecifications, 'subnet'),
    vpcId: vpc.id,
    isDefault: false,
    cidr: freeRange(call, vpc, input.CidrBlock),
    ipv6Cidrs: input.Ipv6CidrBlock === undefined ? [] : [newSubnetIpv6(call, vpc, input.Ipv6CidrBlock)],
    mapPublicIp: false,
  };
  tables.subnet.put(subnet);
  joinDefaultAcl(call, subnet);
  return { Subnet: subnetView(call)(subnet) };
};

/** Within one of the VPC's ranges and outside those of its subnets. */
function freeRange(call: Ec2Call, vpc: VpcRecord, text: string): string {
  const range = rangeOf(text, 'cidrBlock');
  if (range.bits < 16 || range.bits > 28) throw invalidSubnetRange(text);
  if (!vpc.cidrs.some(({ cidr }) => isWithin(range, cidr))) throw invalidSubnetRange(text);
  const cidr = formatCidr(range);
  const taken = call.tables.subnet.listIn(call, vpc.id).some((other) => overlap(other.cidr, cidr));
  if (taken) throw subnetConflict(text);
  return cidr;
}

/** The zone's default subnet, deleted before; it comes back under its id. */
export const createDefaultSubnet: Ec2Operation<'CreateDefaultSubnet'> = (input, call) => {
  const vpc = defaultVpcOf(call);
  if (vpc === undefined) throw noDefaultVpc();
  const zone = zoneNamed(call.region, input.AvailabilityZone, input.AvailabilityZoneId);
  if (zone === undefined) throw missingParameter('availabilityZone');
  const subnets = call.tables.subnet.listIn(call, vpc.id);
  const present = subnets.find((each) => each.isDefault && each.availabilityZone === zone);
  if (present !== undefined) throw defaultSubnetExists(present.id, zone);
  const made = startingState(call).subnet.find(({ availabilityZone }) => availabilityZone === zone);
  if (made === undefined) throw noDefaultVpc();
  const taken = subnets.some((other) => overlap(other.cidr, made.cidr));
  if (taken) throw subnetConflict(made.cidr);
  const subnet = { ...made, createdAt: call.now };
  call.tables.subnet.put(subnet);
  joinDefaultAcl(call, subnet);
  return { Subnet: subnetView(call)(find(call, 'subnet', subnet.id)) };
};

export const describeSubnets: Ec2Operation<'DescribeSubnets'> = (input, call) => {
  const { SubnetIds } = input;
  const rows = SubnetIds === undefined ? call.tables.subnet.list(call) : findAll(call, 'subnet', SubnetIds);
  const { items, nextToken } = describe(rows, input, {
    filters: subnetFilters,
    show: subnetView(call),
    keyOf: ({ SubnetId }) => SubnetId,
  });
  return { Subnets: items, NextToken: nextToken };
};

export const deleteSubnet: Ec2Operation<'DeleteSubnet'> = ({ SubnetId }, call) => {
  const subnet = find(call, 'subnet', SubnetId);
  if (isSubnetInUse(call, subnet.id)) throw hasDependencies('subnet', subnet.id);
  leaveRouteTable(call, subnet);
  leaveAcl(call, subnet);
  call.tables.subnet.delete(subnet);
  return {};
};

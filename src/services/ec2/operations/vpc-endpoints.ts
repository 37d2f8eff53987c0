import type { UnsuccessfulItem } from '../../../aws/contract/ec2.types.gen.ts';
import { combination, invalidParameter, missingParameter, unsupported, notFound } from '../errors.ts';
import { invalidPolicyDocument, noSuchService, routeTableTaken } from '../errors-network.ts';
import { describe } from '../model/describe.ts';
import {
  endpointFilters,
  fullAccess,
  putEndpointInterface,
  removeEndpointInterface,
  showEndpoint,
} from '../model/endpoints.ts';
import { find, findAll, newId } from '../model/find.ts';
import { groupsFor } from '../model/new-interface.ts';
import type { EndpointRecord, VpcRecord } from '../model/records.ts';
import { servicePrefixList } from '../model/service-prefix-lists.ts';
import { newTags } from '../model/tags.ts';
import type { Ec2Call, Ec2Operation } from '../operation.ts';

export const createVpcEndpoint: Ec2Operation<'CreateVpcEndpoint'> = (input, call) => {
  const { account, region, now } = call;
  const vpc = find(call, 'vpc', input.VpcId);
  const type = input.VpcEndpointType ?? 'Gateway';
  const { ServiceName } = input;
  if (type !== 'Gateway' && type !== 'Interface') throw unsupported(`VpcEndpointType=${type}`);
  if (ServiceName === undefined) throw missingParameter('ServiceName');
  if (call.catalog.endpointService(region, ServiceName, type) === undefined) throw noSuchService(ServiceName);
  const id = newId(call, 'vpc-endpoint');
  const base = {
    account,
    region,
    id,
    createdAt: now,
    tags: newTags(input.TagSpecifications, 'vpc-endpoint'),
    vpcId: vpc.id,
    type,
    serviceName: ServiceName,
    policy: policyOf(input.PolicyDocument) ?? fullAccess,
    ipAddressType: input.IpAddressType ?? 'ipv4',
    dnsOptions: { DnsRecordIpType: 'ipv4', ...input.DnsOptions },
  } as const;
  if (type === 'Gateway') {
    if (input.SubnetIds !== undefined || input.SecurityGroupIds !== undefined) throw onlyOfInterfaces();
    if (input.PrivateDnsEnabled === true) throw noPrivateDns();
    const routeTableIds = gatewayTables(call, vpc, ServiceName, input.RouteTableIds ?? []);
    return keep(call, input.ClientToken, {
      ...base,
      routeTableIds,
      subnetIds: [],
      groupIds: [],
      interfaceIds: [],
      privateDns: false,
    });
  }
  if (input.RouteTableIds !== undefined) throw onlyOfGateways();
  const groupIds = groupsFor(call, { vpcId: vpc.id }, input.SecurityGroupIds);
  const subnetIds = subnetsOf(call, vpc.id, input.SubnetIds ?? []);
  return keep(call, input.ClientToken, {
    ...base,
    routeTableIds: [],
    subnetIds,
    groupIds,
    interfaceIds: subnetIds.map((subnetId) => putEndpointInterface(call, { id }, subnetId, groupIds)),
    privateDns: privateDnsFor(vpc, input.PrivateDnsEnabled ?? true),
  });
};

const onlyOfInterfaces = (): Error =>
  invalidParameter('Subnet IDs and security groups are only supported for Interface type VPC Endpoint.');
const onlyOfGateways = (): Error =>
  invalidParameter('Route table IDs are only supported for Gateway type VPC Endpoint.');
const noPrivateDns = (): Error =>
  invalidParameter('Private DNS is only supported for Interface type VPC Endpoint.'); // (I)

/** What a policy says is not weighed here, but it must be one. */
function policyOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    const policy: unknown = JSON.parse(text);
    if (typeof policy === 'object' && policy !== null && 'Statement' in policy) return text;
  } catch {
    // Refused below.
  }
  throw invalidPolicyDocument();
}

function keep(call: Ec2Call, ClientToken: string | undefined, endpoint: EndpointRecord) {
  call.tables['vpc-endpoint'].put(endpoint);
  return { VpcEndpoint: showEndpoint(call, endpoint), ClientToken };
}

function privateDnsFor(vpc: VpcRecord, wanted: boolean): boolean {
  if (wanted && !(vpc.dnsSupport && vpc.dnsHostnames)) {
    throw invalidParameter(
      `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpc.id}`,
    );
  }
  return wanted;
}

/** A route table leads to one endpoint of a service only. */
function gatewayTables(
  call: Ec2Call,
  vpc: Pick<VpcRecord, 'id'>,
  service: string,
  ids: readonly string[],
): string[] {
  const others = call.tables['vpc-endpoint']
    .listIn(call, vpc.id)
    .filter(({ serviceName, type }) => type === 'Gateway' && serviceName === service);
  return findAll(call, 'route-table', ids).map((table) => {
    if (table.vpcId !== vpc.id)
      throw invalidParameter(`Route table ${table.id} does not belong to ${vpc.id}`);
    if (others.some(({ routeTableIds }) => routeTableIds.includes(table.id))) {
      throw routeTableTaken(table.id, servicePrefixList(call.region, service)?.id ?? service);
    }
    return table.id;
  });
}

/** One in each zone at most. */
function subnetsOf(call: Ec2Call, vpcId: string, ids: readonly string[]): string[] {
  const subnets = findAll(call, 'subnet', ids);
  const zones = new Set<string>();
  for (const subnet of subnets) {
    if (subnet.vpcId !== vpcId) throw invalidParameter(`The subnet ${subnet.id} does not belong to ${vpcId}`);
    if (zones.has(subnet.availabilityZone)) throw duplicateZone();
    zones.add(subnet.availabilityZone);
  }
  return subnets.map(({ id }) => id);
}

const duplicateZone = (): Error =>
  invalidParameter('DuplicateSubnetsInSameZone: Found another VPC endpoint subnet in the availability zone');

export const describeVpcEndpoints: Ec2Operation<'DescribeVpcEndpoints'> = (input, call) => {
  const ids = input.VpcEndpointIds;
  const rows =
    ids === undefined ? call.tables['vpc-endpoint'].list(call) : findAll(call, 'vpc-endpoint', ids);
  const { items, nextToken } = describe(rows, input, {
    filters: endpointFilters,
    show: (endpoint) => showEndpoint(call, endpoint),
    keyOf: ({ VpcEndpointId }) => VpcEndpointId,
    smallestPage: 1,
  });
  return { VpcEndpoints: items, NextToken: nextToken };
};

export const modifyVpcEndpoint: Ec2Operation<'ModifyVpcEndpoint'> = (input, call) => {
  const endpoint = find(call, 'vpc-endpoint', input.VpcEndpointId);
  if (input.ResetPolicy === true && input.PolicyDocument !== undefined) {
    throw combination('The parameter resetPolicy cannot be used with the parameter policyDocument'); // (I)
  }
  if (endpoint.type === 'Gateway') {
    const ofInterfaces = [input.AddSubnetIds, input.RemoveSubnetIds, input.AddSecurityGroupIds];
    if ([...ofInterfaces, input.RemoveSecurityGroupIds].some((ids) => ids !== undefined)) {
      throw onlyOfInterfaces();
    }
    if (input.PrivateDnsEnabled === true) throw noPrivateDns();
  } else if (input.AddRouteTableIds !== undefined || input.RemoveRouteTableIds !== undefined) {
    throw onlyOfGateways();
  }
  const without = (ids: readonly string[], removed: readonly string[] | undefined): string[] =>
    ids.filter((id) => removed?.includes(id) !== true);
  const added = (present: readonly string[], ids: readonly string[] | undefined): string[] =>
    (ids ?? []).filter((id) => !present.includes(id));
  const tables = without(endpoint.routeTableIds, input.RemoveRouteTableIds);
  const newTables = added(tables, input.AddRouteTableIds);
  const groups = [
    ...without(endpoint.groupIds, input.RemoveSecurityGroupIds),
    ...(input.AddSecurityGroupIds ?? []),
  ];
  const groupIds = endpoint.type === 'Interface' ? groupsFor(call, endpoint, groups) : [];
  const subnets = without(endpoint.subnetIds, input.RemoveSubnetIds);
  const newSubnets = added(subnets, input.AddSubnetIds);
  subnetsOf(call, endpoint.vpcId, [...subnets, ...newSubnets]);
  const own = call.tables['network-interface'];
  const kept = endpoint.interfaceIds.filter((id) => subnets.includes(own.get(call, id)?.subnetId ?? ''));
  for (const id of endpoint.interfaceIds) {
    const found = own.get(call, id);
    if (!kept.includes(id)) removeEndpointInterface(call, id);
    else if (found !== undefined) own.put({ ...found, groups: groupIds });
  }
  const privateDns =
    input.PrivateDnsEnabled === undefined
      ? endpoint.privateDns
      : privateDnsFor(find(call, 'vpc', endpoint.vpcId), input.PrivateDnsEnabled);
  call.tables['vpc-endpoint'].put({
    ...endpoint,
    policy: input.ResetPolicy === true ? fullAccess : (policyOf(input.PolicyDocument) ?? endpoint.policy),
    routeTableIds: [
      ...tables,
      ...gatewayTables(call, { id: endpoint.vpcId }, endpoint.serviceName, newTables),
    ],
    groupIds,
    subnetIds: [...subnets, ...newSubnets],
    interfaceIds: [...kept, ...newSubnets.map((id) => putEndpointInterface(call, endpoint, id, groupIds))],
    privateDns,
    ipAddressType: input.IpAddressType ?? endpoint.ipAddressType,
    dnsOptions: { ...endpoint.dnsOptions, ...input.DnsOptions },
  });
  return { Return: true };
};

/** Tells of those that are not there one by one; the others go. */
export const deleteVpcEndpoints: Ec2Operation<'DeleteVpcEndpoints'> = ({ VpcEndpointIds }, call) => {
  const Unsuccessful: UnsuccessfulItem[] = [];
  for (const id of VpcEndpointIds) {
    const endpoint = call.tables['vpc-endpoint'].get(call, id);
    if (endpoint === undefined) {
      const { code, message } = notFound('vpc-endpoint', id);
      Unsuccessful.push({ ResourceId: id, Error: { Code: code, Message: message } });
      continue;
    }
    for (const own of endpoint.interfaceIds) removeEndpointInterface(call, own);
    call.tables['vpc-endpoint'].delete(endpoint);
  }
  return { Unsuccessful };
};

import { combination, missingParameter, unsupported } from '../errors.ts';
import { natNeedsGateway } from '../errors-network.ts';
import { associate, freeAddress } from '../model/addresses.ts';
import { describe } from '../model/describe.ts';
import { find, findAll, idOf, newId } from '../model/find.ts';
import { isForgotten, isGone, natGatewayFilters, showNatGateway } from '../model/nat-gateways.ts';
import { newMacAddress } from '../model/new-interface.ts';
import { takeAddresses } from '../model/private-addresses.ts';
import type { NatGatewayRecord } from '../model/records.ts';
import { newTags } from '../model/tags.ts';
import { natInterfaceType } from '../model/wire-words.ts';
import type { Ec2Call, Ec2Operation } from '../operation.ts';

/** A gateway with one address, or several; it has an interface of its own in the subnet. */
export const createNatGateway: Ec2Operation<'CreateNatGateway'> = (input, call) => {
  const { account, region, now, tables } = call;
  if (input.AvailabilityMode === 'regional') throw unsupported('AvailabilityMode=regional');
  if (input.SubnetId === undefined) throw missingParameter('subnetId');
  const subnet = find(call, 'subnet', input.SubnetId);
  const connectivity = input.ConnectivityType ?? 'public';
  const allocations = allocationsOf(call, connectivity, input.AllocationId, input.SecondaryAllocationIds);
  if (connectivity === 'public' && tables['internet-gateway'].listIn(call, subnet.vpcId).length === 0) {
    throw natNeedsGateway(subnet.vpcId);
  }
  const secondary = input.SecondaryPrivateIpAddresses ?? [];
  const count = Math.max(
    allocations.length,
    1 + Math.max(secondary.length, input.SecondaryPrivateIpAddressCount ?? 0),
  );
  if (input.PrivateIpAddress === undefined && secondary.length > 0)
    throw missingParameter('privateIpAddress');
  const wanted = [...(input.PrivateIpAddress === undefined ? [] : [input.PrivateIpAddress]), ...secondary];
  const addresses = takeAddresses(call, subnet, { wanted, count });
  const id = newId(call, 'natgateway');
  const interfaceId = newId(call, 'network-interface');
  const gateway: NatGatewayRecord = {
    account,
    region,
    id,
    createdAt: now,
    tags: newTags(input.TagSpecifications, 'natgateway'),
    vpcId: subnet.vpcId,
    subnetId: subnet.id,
    connectivity,
    addresses: addresses.map((privateIp, index) => ({
      interfaceId,
      privateIp,
      primary: index === 0,
      allocationId: allocations[index],
    })),
  };
  tables['network-interface'].put({
    account,
    region,
    id: interfaceId,
    createdAt: now,
    tags: [],
    vpcId: subnet.vpcId,
    subnetId: subnet.id,
    availabilityZone: subnet.availabilityZone,
    description: `Interface for NAT Gateway ${id}`,
    groups: [],
    macAddress: newMacAddress(call),
    addresses,
    ipv6Addresses: [],
    sourceDestCheck: false,
    interfaceType: natInterfaceType,
    requesterId: natRequester,
    attachment: {
      id: idOf(call, 'ela-attach'),
      deviceIndex: 1,
      deleteOnTermination: false,
      attachedAt: now,
      status: 'attached',
    },
    owner: 'natgateway',
  });
  allocations.forEach((allocation, index) => {
    associate(call, find(call, 'elastic-ip', allocation), { interfaceId, privateIp: addresses[index] ?? '' });
  });
  tables.natgateway.put(gateway);
  return { NatGateway: showNatGateway(call, gateway), ClientToken: input.ClientToken };
};

const natRequester = 'amazon-natgateway';

function allocationsOf(
  call: Ec2Call,
  connectivity: 'public' | 'private',
  first: string | undefined,
  others: readonly string[] | undefined,
): string[] {
  if (connectivity === 'private') {
    if (first !== undefined || others !== undefined) {
      throw combination('A private NAT gateway cannot have an Elastic IP address'); // (I)
    }
    return [];
  }
  if (first === undefined) throw missingParameter('AllocationId');
  return [first, ...(others ?? [])].map((id) => freeAddress(find(call, 'elastic-ip', id)).id);
}

export const describeNatGateways: Ec2Operation<'DescribeNatGateways'> = (input, call) => {
  const ids = input.NatGatewayIds;
  const all = ids === undefined ? call.tables.natgateway.list(call) : findAll(call, 'natgateway', ids);
  const rows = all.filter((gateway) => !isForgotten(gateway, call.now));
  const { items, nextToken } = describe(
    rows,
    { ...input, Filters: input.Filter },
    {
      filters: natGatewayFilters,
      show: (gateway) => showNatGateway(call, gateway),
      keyOf: ({ NatGatewayId }) => NatGatewayId,
    },
  );
  return { NatGateways: items, NextToken: nextToken };
};

/** Its addresses are free again; it is shown as deleted for an hour. */
export const deleteNatGateway: Ec2Operation<'DeleteNatGateway'> = ({ NatGatewayId }, call) => {
  const { tables } = call;
  const gateway = find(call, 'natgateway', NatGatewayId);
  if (!isGone(gateway)) {
    for (const { allocationId, interfaceId } of gateway.addresses) {
      const address = allocationId === undefined ? undefined : tables['elastic-ip'].get(call, allocationId);
      if (address !== undefined) tables['elastic-ip'].put({ ...address, association: undefined });
      const own = tables['network-interface'].get(call, interfaceId);
      if (own !== undefined) tables['network-interface'].delete(own);
    }
    tables.natgateway.put({ ...gateway, deletedAt: call.now });
  }
  for (const old of tables.natgateway.list(call)) {
    if (isForgotten(old, call.now)) tables.natgateway.delete(old);
  }
  return { NatGatewayId: gateway.id };
};

import { interfaceInUse } from '../errors-network.ts';
import { describe } from '../model/describe.ts';
import { find } from '../model/find.ts';
import { allInterfaces, anyInterface } from '../model/interfaces.ts';
import { newInterface } from '../model/new-interface.ts';
import { interfaceFilters, interfaceView } from '../model/show-interface.ts';
import { newTags } from '../model/tags.ts';
import type { Ec2Operation } from '../operation.ts';

export const createNetworkInterface: Ec2Operation<'CreateNetworkInterface'> = (input, call) => {
  const subnet = find(call, 'subnet', input.SubnetId);
  const made = newInterface(call, subnet, {
    description: input.Description,
    groups: input.Groups,
    privateIp: input.PrivateIpAddress,
    privateIps: input.PrivateIpAddresses,
    secondaryCount: input.SecondaryPrivateIpAddressCount,
    tags: newTags(input.TagSpecifications, 'network-interface'),
  });
  call.tables['network-interface'].put(made);
  return {
    NetworkInterface: interfaceView(call)(made),
    ClientToken: input.ClientToken,
  };
};

export const describeNetworkInterfaces: Ec2Operation<'DescribeNetworkInterfaces'> = (input, call) => {
  const ids = input.NetworkInterfaceIds;
  const rows = ids === undefined ? allInterfaces(call) : ids.map((id) => anyInterface(call, id));
  const { items, nextToken } = describe(rows, input, {
    filters: interfaceFilters,
    show: interfaceView(call),
    keyOf: ({ NetworkInterfaceId }) => NetworkInterfaceId,
  });
  return { NetworkInterfaces: items, NextToken: nextToken };
};

export const deleteNetworkInterface: Ec2Operation<'DeleteNetworkInterface'> = (input, call) => {
  const found = anyInterface(call, input.NetworkInterfaceId);
  if (found.attachment !== undefined || found.owner !== undefined) throw interfaceInUse(found.id);
  for (const address of call.tables['elastic-ip'].list(call)) {
    if (address.association?.interfaceId !== found.id) continue;
    call.tables['elastic-ip'].put({ ...address, association: undefined });
  }
  call.tables['network-interface'].delete(found);
  return {};
};

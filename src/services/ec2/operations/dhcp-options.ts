import { badValue, hasDependencies, missingParameter } from '../errors.ts';
import { describe } from '../model/describe.ts';
import { dhcpOptionsFilters, showDhcpOptions } from '../model/dhcp-options.ts';
import { find, findAll, newId } from '../model/find.ts';
import type { DhcpOptionsRecord } from '../model/records.ts';
import { newTags } from '../model/tags.ts';
import type { Ec2Operation } from '../operation.ts';

const known = new Set([
  'domain-name-servers',
  'domain-name',
  'ntp-servers',
  'netbios-name-servers',
  'netbios-node-type',
  'ipv6-address-preferred-lease-time',
]);

export const createDhcpOptions: Ec2Operation<'CreateDhcpOptions'> = (input, call) => {
  const { account, region, now } = call;
  const configurations = input.DhcpConfigurations.map(({ Key, Values }) => {
    if (Key === undefined) throw missingParameter('dhcpConfiguration.key');
    if (!known.has(Key)) throw badValue(Key, 'dhcpConfiguration.key', 'Unknown DHCP option.'); // (I)
    if (Values === undefined || Values.length === 0) throw missingParameter('dhcpConfiguration.value');
    return { key: Key, values: Values };
  });
  const options: DhcpOptionsRecord = {
    account,
    region,
    id: newId(call, 'dhcp-options'),
    createdAt: now,
    tags: newTags(input.TagSpecifications, 'dhcp-options'),
    configurations,
  };
  call.tables['dhcp-options'].put(options);
  return { DhcpOptions: showDhcpOptions(options) };
};

export const describeDhcpOptions: Ec2Operation<'DescribeDhcpOptions'> = (input, call) => {
  const ids = input.DhcpOptionsIds;
  const rows =
    ids === undefined ? call.tables['dhcp-options'].list(call) : findAll(call, 'dhcp-options', ids);
  const { items, nextToken } = describe(rows, input, {
    filters: dhcpOptionsFilters,
    show: showDhcpOptions,
    keyOf: ({ DhcpOptionsId }) => DhcpOptionsId,
  });
  return { DhcpOptions: items, NextToken: nextToken };
};

/** `default` takes the options away, so that nothing is told by DHCP. */
export const associateDhcpOptions: Ec2Operation<'AssociateDhcpOptions'> = (input, call) => {
  const vpc = find(call, 'vpc', input.VpcId);
  const id =
    input.DhcpOptionsId === 'default' ? 'default' : find(call, 'dhcp-options', input.DhcpOptionsId).id;
  call.tables.vpc.put({ ...vpc, dhcpOptionsId: id });
  return {};
};

export const deleteDhcpOptions: Ec2Operation<'DeleteDhcpOptions'> = (input, call) => {
  const options = find(call, 'dhcp-options', input.DhcpOptionsId);
  if (call.tables.vpc.list(call).some(({ dhcpOptionsId }) => dhcpOptionsId === options.id)) {
    throw hasDependencies('dhcpOptions', options.id);
  }
  call.tables['dhcp-options'].delete(options);
  return {};
};

import type { DhcpOptions } from '../../../aws/contract/ec2.types.gen.ts';
import type { Ec2Call } from '../operation.ts';
import { byMember, type FilterTable, tagFilters } from './filters.ts';
import type { DhcpOptionsRecord } from './records.ts';
import { startingState } from './starting-state.ts';
import { tagsOf } from './tags.ts';

export const dhcpOptionsFilters: FilterTable = {
  ...tagFilters,
  ...byMember('dhcp-options-id owner-id'),
  key: 'DhcpConfigurations.Key',
  value: 'DhcpConfigurations.Values.Value',
};

export const showDhcpOptions = (options: DhcpOptionsRecord): DhcpOptions => ({
  DhcpOptionsId: options.id,
  OwnerId: options.account,
  DhcpConfigurations: options.configurations.map(({ key, values }) => ({
    Key: key,
    Values: values.map((Value) => ({ Value })),
  })),
  Tags: tagsOf(options),
});

/** Those of the region, which a new VPC has; `default` where the account has deleted them. */
export function defaultDhcpOptionsOf(call: Ec2Call): string {
  const id = startingState(call)['dhcp-options'][0]?.id ?? 'default';
  return call.tables['dhcp-options'].get(call, id) === undefined ? 'default' : id;
}

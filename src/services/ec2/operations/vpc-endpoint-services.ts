import { noSuchService } from '../errors-network.ts';
import { describe } from '../model/describe.ts';
import { byMember, type FilterTable, tagFilters } from '../model/filters.ts';
import type { Ec2Operation } from '../operation.ts';

export const endpointServiceFilters: FilterTable = {
  ...tagFilters,
  ...byMember('owner service-name service-region'),
  'service-type': 'ServiceType.ServiceType',
  'supported-ip-address-types': 'SupportedIpAddressTypes',
};

export const describeVpcEndpointServices: Ec2Operation<'DescribeVpcEndpointServices'> = (input, call) => {
  const { ServiceNames } = input;
  const all = call.catalog.endpointServices(call.region);
  for (const name of ServiceNames ?? []) {
    if (!all.some(({ ServiceName }) => ServiceName === name)) throw noSuchService(name);
  }
  const wanted = all.filter(({ ServiceName = '' }) => ServiceNames?.includes(ServiceName) ?? true);
  const { items, nextToken } = describe(wanted, input, {
    filters: endpointServiceFilters,
    show: (service) => service,
    keyOf: ({ ServiceId }) => ServiceId,
    smallestPage: 1,
  });
  const names = new Set(items.flatMap(({ ServiceName }) => ServiceName ?? []));
  return { ServiceNames: [...names], ServiceDetails: items, NextToken: nextToken };
};

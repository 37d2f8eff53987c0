import { describe } from '../model/describe.ts';
import { tagFilters } from '../model/filters.ts';
import { find, findAll, newId } from '../model/find.ts';
import { showEgressOnlyGateway } from '../model/internet-gateways.ts';
import { newTags } from '../model/tags.ts';
import type { Ec2Operation } from '../operation.ts';

export const createEgressOnlyInternetGateway: Ec2Operation<'CreateEgressOnlyInternetGateway'> = (
  input,
  call,
) => {
  const { account, region, now } = call;
  const vpc = find(call, 'vpc', input.VpcId);
  const gateway = {
    account,
    region,
    id: newId(call, 'egress-only-internet-gateway'),
    createdAt: now,
    tags: newTags(input.TagSpecifications, 'egress-only-internet-gateway'),
    vpcId: vpc.id,
  };
  call.tables['egress-only-internet-gateway'].put(gateway);
  return { EgressOnlyInternetGateway: showEgressOnlyGateway(gateway), ClientToken: input.ClientToken };
};

export const describeEgressOnlyInternetGateways: Ec2Operation<'DescribeEgressOnlyInternetGateways'> = (
  input,
  call,
) => {
  const ids = input.EgressOnlyInternetGatewayIds;
  const kind = 'egress-only-internet-gateway';
  const rows = ids === undefined ? call.tables[kind].list(call) : findAll(call, kind, ids);
  const { items, nextToken } = describe(rows, input, {
    filters: tagFilters,
    show: showEgressOnlyGateway,
    keyOf: ({ EgressOnlyInternetGatewayId }) => EgressOnlyInternetGatewayId,
    largestPage: 255,
  });
  return { EgressOnlyInternetGateways: items, NextToken: nextToken };
};

export const deleteEgressOnlyInternetGateway: Ec2Operation<'DeleteEgressOnlyInternetGateway'> = (
  input,
  call,
) => {
  const gateway = find(call, 'egress-only-internet-gateway', input.EgressOnlyInternetGatewayId);
  call.tables['egress-only-internet-gateway'].delete(gateway);
  return { ReturnCode: true };
};

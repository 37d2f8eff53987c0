import { hasDependencies, invalidParameter, mappedAddresses } from '../errors.ts';
import { alreadyAssociated, gatewayNotAttached } from '../errors-network.ts';
import { describe } from '../model/describe.ts';
import { find, findAll, newId } from '../model/find.ts';
import { internetGatewayFilters, showInternetGateway } from '../model/internet-gateways.ts';
import { allInterfaces } from '../model/interfaces.ts';
import type { InternetGatewayRecord } from '../model/records.ts';
import { newTags } from '../model/tags.ts';
import type { Ec2Call, Ec2Operation } from '../operation.ts';

export const createInternetGateway: Ec2Operation<'CreateInternetGateway'> = (input, call) => {
  const { account, region, now } = call;
  const gateway: InternetGatewayRecord = {
    account,
    region,
    id: newId(call, 'internet-gateway'),
    createdAt: now,
    tags: newTags(input.TagSpecifications, 'internet-gateway'),
  };
  call.tables['internet-gateway'].put(gateway);
  return { InternetGateway: showInternetGateway(gateway) };
};

export const describeInternetGateways: Ec2Operation<'DescribeInternetGateways'> = (input, call) => {
  const ids = input.InternetGatewayIds;
  const table = call.tables['internet-gateway'];
  const rows = ids === undefined ? table.list(call) : findAll(call, 'internet-gateway', ids);
  const { items, nextToken } = describe(rows, input, {
    filters: internetGatewayFilters,
    show: showInternetGateway,
    keyOf: ({ InternetGatewayId }) => InternetGatewayId,
  });
  return { InternetGateways: items, NextToken: nextToken };
};

export const attachInternetGateway: Ec2Operation<'AttachInternetGateway'> = (input, call) => {
  const gateway = find(call, 'internet-gateway', input.InternetGatewayId);
  const vpc = find(call, 'vpc', input.VpcId);
  if (gateway.vpcId !== undefined) {
    throw alreadyAssociated(`resource ${gateway.id} is already attached to network ${gateway.vpcId}`);
  }
  if (call.tables['internet-gateway'].listIn(call, vpc.id).length > 0) {
    throw invalidParameter(`Network ${vpc.id} already has an internet gateway attached`);
  }
  call.tables['internet-gateway'].put({ ...gateway, vpcId: vpc.id });
  return {};
};

export const detachInternetGateway: Ec2Operation<'DetachInternetGateway'> = (input, call) => {
  const gateway = find(call, 'internet-gateway', input.InternetGatewayId);
  const vpc = find(call, 'vpc', input.VpcId);
  if (gateway.vpcId !== vpc.id) throw gatewayNotAttached(gateway.id, vpc.id);
  if (hasPublicAddresses(call, vpc.id)) throw mappedAddresses(vpc.id);
  call.tables['internet-gateway'].put({ ...gateway, vpcId: undefined });
  return {};
};

function hasPublicAddresses(call: Ec2Call, vpcId: string): boolean {
  const elastic = new Set(
    call.tables['elastic-ip'].list(call).map(({ association }) => association?.interfaceId),
  );
  return allInterfaces(call).some(
    (each) => each.vpcId === vpcId && (each.publicIp !== undefined || elastic.has(each.id)),
  );
}

export const deleteInternetGateway: Ec2Operation<'DeleteInternetGateway'> = (input, call) => {
  const gateway = find(call, 'internet-gateway', input.InternetGatewayId);
  if (gateway.vpcId !== undefined) throw hasDependencies('internetGateway', gateway.id);
  call.tables['internet-gateway'].delete(gateway);
  return {};
};

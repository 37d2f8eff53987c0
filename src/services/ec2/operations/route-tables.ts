import { hasDependencies } from '../errors.ts';
import { describe } from '../model/describe.ts';
import { find, findAll, newId } from '../model/find.ts';
import type { RouteTableRecord } from '../model/records.ts';
import { routeTableFilters, showRouteTable } from '../model/route-tables.ts';
import { newTags } from '../model/tags.ts';
import type { Ec2Operation } from '../operation.ts';

export const createRouteTable: Ec2Operation<'CreateRouteTable'> = (input, call) => {
  const { account, region, now } = call;
  const vpc = find(call, 'vpc', input.VpcId);
  const table: RouteTableRecord = {
    account,
    region,
    id: newId(call, 'route-table'),
    createdAt: now,
    tags: newTags(input.TagSpecifications, 'route-table'),
    vpcId: vpc.id,
    routes: [],
    associations: [],
  };
  call.tables['route-table'].put(table);
  return { RouteTable: showRouteTable(call, table), ClientToken: input.ClientToken };
};

export const describeRouteTables: Ec2Operation<'DescribeRouteTables'> = (input, call) => {
  const ids = input.RouteTableIds;
  const rows = ids === undefined ? call.tables['route-table'].list(call) : findAll(call, 'route-table', ids);
  const { items, nextToken } = describe(rows, input, {
    filters: routeTableFilters,
    show: (table) => showRouteTable(call, table),
    keyOf: ({ RouteTableId }) => RouteTableId,
    largestPage: 100,
  });
  return { RouteTables: items, NextToken: nextToken };
};

/** Not the main one, nor one that a subnet or gateway goes by. */
export const deleteRouteTable: Ec2Operation<'DeleteRouteTable'> = ({ RouteTableId }, call) => {
  const table = find(call, 'route-table', RouteTableId);
  if (table.associations.length > 0) throw hasDependencies('routeTable', table.id);
  for (const endpoint of call.tables['vpc-endpoint'].listIn(call, table.vpcId)) {
    if (!endpoint.routeTableIds.includes(table.id)) continue;
    const routeTableIds = endpoint.routeTableIds.filter((id) => id !== table.id);
    call.tables['vpc-endpoint'].put({ ...endpoint, routeTableIds });
  }
  call.tables['route-table'].delete(table);
  return {};
};

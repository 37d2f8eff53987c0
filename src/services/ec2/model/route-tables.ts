import type { Route, RouteTable, RouteTableAssociation } from '../../../aws/contract/ec2.types.gen.ts';
import type { Ec2Call } from '../operation.ts';
import { byMember, type FilterTable, tagFilters } from './filters.ts';
import { find } from './find.ts';
import { isGone } from './nat-gateways.ts';
import { servicePrefixList } from './service-prefix-lists.ts';
import type { RouteTableAssociationRecord, RouteTableRecord, SubnetRecord } from './records.ts';
import { tagsOf } from './tags.ts';

export const routeTableFilters: FilterTable = {
  ...tagFilters,
  ...byMember('owner-id route-table-id vpc-id'),
  'association.gateway-id': 'Associations.GatewayId',
  'association.route-table-association-id': 'Associations.RouteTableAssociationId',
  'association.route-table-id': 'Associations.RouteTableId',
  'association.subnet-id': 'Associations.SubnetId',
  'association.main': 'Associations.Main',
  'route.destination-cidr-block': 'Routes.DestinationCidrBlock',
  'route.destination-ipv6-cidr-block': 'Routes.DestinationIpv6CidrBlock',
  'route.destination-prefix-list-id': 'Routes.DestinationPrefixListId',
  'route.egress-only-internet-gateway-id': 'Routes.EgressOnlyInternetGatewayId',
  'route.gateway-id': 'Routes.GatewayId',
  'route.instance-id': 'Routes.InstanceId',
  'route.nat-gateway-id': 'Routes.NatGatewayId',
  'route.transit-gateway-id': 'Routes.TransitGatewayId',
  'route.origin': 'Routes.Origin',
  'route.state': 'Routes.State',
  'route.vpc-peering-connection-id': 'Routes.VpcPeeringConnectionId',
};

export const showRouteTable = (call: Ec2Call, table: RouteTableRecord): RouteTable => ({
  RouteTableId: table.id,
  VpcId: table.vpcId,
  OwnerId: table.account,
  Associations: table.associations.map((each) => showAssociation(table, each)),
  PropagatingVgws: [],
  Routes: routesOf(call, table),
  Tags: tagsOf(table),
});

const showAssociation = (
  table: RouteTableRecord,
  { id, main, subnetId, gatewayId }: RouteTableAssociationRecord,
): RouteTableAssociation => ({
  Main: main,
  RouteTableAssociationId: id,
  RouteTableId: table.id,
  SubnetId: subnetId,
  GatewayId: gatewayId,
  AssociationState: { State: 'associated' },
});

/** The VPC's own ranges, what users have made, and the ways to gateway endpoints. */
function routesOf(call: Ec2Call, table: RouteTableRecord): Route[] {
  const local = { GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' } as const;
  const vpc = find(call, 'vpc', table.vpcId);
  const endpoints = call.tables['vpc-endpoint']
    .listIn(call, table.vpcId)
    .filter(({ type, routeTableIds }) => type === 'Gateway' && routeTableIds.includes(table.id));
  return [
    ...vpc.cidrs.map(({ cidr }): Route => ({ DestinationCidrBlock: cidr, ...local })),
    ...vpc.ipv6Cidrs.map(({ cidr }): Route => ({ DestinationIpv6CidrBlock: cidr, ...local })),
    ...table.routes.map((route) => ({ ...route, State: stateOf(call, table, route) })),
    ...endpoints.map(({ id, serviceName }): Route => ({
      DestinationPrefixListId: servicePrefixList(call.region, serviceName)?.id,
      GatewayId: id,
      Origin: 'CreateRoute',
      State: 'active',
    })),
  ];
}

/** A route whose target has gone stays, as a black hole. */
function stateOf(call: Ec2Call, { vpcId }: RouteTableRecord, route: Route): 'active' | 'blackhole' {
  const { tables } = call;
  const { GatewayId, NatGatewayId, NetworkInterfaceId, EgressOnlyInternetGatewayId } = route;
  if (GatewayId !== undefined && GatewayId !== 'local') {
    if (tables['internet-gateway'].get(call, GatewayId)?.vpcId !== vpcId) return 'blackhole';
  }
  if (NatGatewayId !== undefined) {
    const gateway = tables.natgateway.get(call, NatGatewayId);
    if (gateway === undefined || isGone(gateway)) return 'blackhole';
  }
  if (EgressOnlyInternetGatewayId !== undefined) {
    const gateway = tables['egress-only-internet-gateway'].get(call, EgressOnlyInternetGatewayId);
    if (gateway === undefined) return 'blackhole';
  }
  if (NetworkInterfaceId !== undefined) {
    const found = tables['network-interface'].get(call, NetworkInterfaceId);
    if (found?.attachment === undefined) return 'blackhole';
  }
  return 'active';
}

export function mainTableOf(call: Ec2Call, vpcId: string): RouteTableRecord | undefined {
  return call.tables['route-table'].listIn(call, vpcId).find(isMain);
}

export const isMain = ({ associations }: RouteTableRecord): boolean => associations.some(({ main }) => main);

/** A subnet that goes takes its association along. */
export function leaveRouteTable(call: Ec2Call, { id, vpcId }: SubnetRecord): void {
  for (const table of call.tables['route-table'].listIn(call, vpcId)) {
    const associations = table.associations.filter(({ subnetId }) => subnetId !== id);
    if (associations.length < table.associations.length) {
      call.tables['route-table'].put({ ...table, associations });
    }
  }
}

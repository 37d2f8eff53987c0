import type { Route } from '../../../aws/contract/ec2.types.gen.ts';
import { formatCidr } from '../../../agent/network/cidr.ts';
import { combination, invalidParameter, missing } from '../errors.ts';
import {
  differentNetworks,
  gatewayNotFound,
  natGatewayRouteNotFound,
  noRouteToReplace,
  noSuchRoute,
  routeExists,
} from '../errors-network.ts';
import { rangeOf } from '../model/cidrs.ts';
import { find } from '../model/find.ts';
import { findPrefixList } from '../model/prefix-lists.ts';
import { ipv6Of } from '../model/ipv6.ts';
import type { RouteTableRecord } from '../model/records.ts';
import { isGone } from '../model/nat-gateways.ts';
import type { Ec2Call, Ec2Operation } from '../operation.ts';

type Destination = Pick<
  Route,
  'DestinationCidrBlock' | 'DestinationIpv6CidrBlock' | 'DestinationPrefixListId'
>;

interface AskedRoute extends Destination {
  readonly RouteTableId: string;
  readonly GatewayId?: string;
  readonly NatGatewayId?: string;
  readonly NetworkInterfaceId?: string;
  readonly InstanceId?: string;
  readonly EgressOnlyInternetGatewayId?: string;
  readonly VpcEndpointId?: string;
}

export const createRoute: Ec2Operation<'CreateRoute'> = (input, call) => {
  const table = find(call, 'route-table', input.RouteTableId);
  const destination = destinationOf(call, input);
  const route = { ...destination, ...targetOf(call, table, input), Origin: 'CreateRoute' } satisfies Route;
  const present = table.routes.find(isTo(destination));
  if (present !== undefined) {
    // The same again is no error.
    if (JSON.stringify(present) === JSON.stringify(route)) return { Return: true };
    throw routeExists(nameOf(destination));
  }
  if (isLocal(call, table, destination)) throw routeExists(nameOf(destination));
  call.tables['route-table'].put({ ...table, routes: [...table.routes, route] });
  return { Return: true };
};

export const replaceRoute: Ec2Operation<'ReplaceRoute'> = (input, call) => {
  const table = find(call, 'route-table', input.RouteTableId);
  const destination = destinationOf(call, input);
  const present = table.routes.find(isTo(destination));
  if (present === undefined) throw noRouteToReplace(nameOf(destination));
  const route = { ...destination, ...targetOf(call, table, input), Origin: 'CreateRoute' } satisfies Route;
  const routes = table.routes.map((each) => (each === present ? route : each));
  call.tables['route-table'].put({ ...table, routes });
  return {};
};

export const deleteRoute: Ec2Operation<'DeleteRoute'> = (input, call) => {
  const table = find(call, 'route-table', input.RouteTableId);
  const destination = destinationOf(call, input);
  const present = table.routes.find(isTo(destination));
  if (present === undefined) {
    if (isLocal(call, table, destination)) {
      throw invalidParameter(`cannot remove local route ${nameOf(destination)} in route table ${table.id}`);
    }
    throw noSuchRoute(nameOf(destination), table.id);
  }
  call.tables['route-table'].put({ ...table, routes: table.routes.filter((each) => each !== present) });
  return {};
};

function destinationOf(call: Ec2Call, asked: Destination): Destination {
  const { DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId } = asked;
  const given = [DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId];
  if (given.filter((each) => each !== undefined).length !== 1) {
    throw missing(
      'Exactly one of destinationCidrBlock, destinationIpv6CidrBlock or destinationPrefixListId must be specified', // (I)
    );
  }
  if (DestinationPrefixListId !== undefined) {
    return { DestinationPrefixListId: findPrefixList(call, DestinationPrefixListId).id };
  }
  if (DestinationIpv6CidrBlock !== undefined) {
    ipv6Of(DestinationIpv6CidrBlock, 'destinationIpv6CidrBlock');
    return { DestinationIpv6CidrBlock };
  }
  return { DestinationCidrBlock: formatCidr(rangeOf(DestinationCidrBlock ?? '', 'destinationCidrBlock')) };
}

/** Where the traffic goes; it must be in the VPC that the table is of. */
function targetOf(call: Ec2Call, table: RouteTableRecord, asked: AskedRoute): Route {
  const { GatewayId, NatGatewayId, NetworkInterfaceId, InstanceId, EgressOnlyInternetGatewayId } = asked;
  const given = [GatewayId, NatGatewayId, NetworkInterfaceId, InstanceId, EgressOnlyInternetGatewayId];
  const count = given.filter((each) => each !== undefined).length;
  if (count === 0) {
    throw missing(
      'The request must contain exactly one of gatewayId, natGatewayId, networkInterfaceId, vpcPeeringConnectionId, egressOnlyInternetGatewayId, transitGatewayId, localGatewayId, carrierGatewayId, vpcEndpointId or instanceId',
    );
  }
  if (count > 1) throw combination('The request must contain exactly one target of the route'); // (I)
  if (GatewayId !== undefined) return throughGateway(call, table, GatewayId);
  if (NatGatewayId !== undefined) {
    const gateway = call.tables.natgateway.get(call, NatGatewayId);
    if (gateway === undefined || isGone(gateway)) throw natGatewayRouteNotFound(NatGatewayId);
    return within(table, gateway.vpcId, NatGatewayId, { NatGatewayId });
  }
  if (EgressOnlyInternetGatewayId !== undefined) {
    const gateway = find(call, 'egress-only-internet-gateway', EgressOnlyInternetGatewayId);
    return within(table, gateway.vpcId, gateway.id, { EgressOnlyInternetGatewayId });
  }
  if (NetworkInterfaceId !== undefined) {
    const found = find(call, 'network-interface', NetworkInterfaceId);
    const InstanceOfIt = found.attachment?.instanceId;
    const target = {
      NetworkInterfaceId,
      InstanceId: InstanceOfIt,
      InstanceOwnerId: InstanceOfIt && call.account,
    };
    return within(table, found.vpcId, found.id, target);
  }
  const instance = find(call, 'instance', InstanceId ?? '');
  const primary = call.tables['network-interface']
    .listIn(call, instance.vpcId)
    .find(({ attachment }) => attachment?.instanceId === instance.id && attachment.deviceIndex === 0);
  return within(table, instance.vpcId, instance.id, {
    InstanceId: instance.id,
    InstanceOwnerId: call.account,
    NetworkInterfaceId: primary?.id,
  });
}

function throughGateway(call: Ec2Call, table: RouteTableRecord, GatewayId: string): Route {
  if (GatewayId === 'local') return { GatewayId };
  const gateway = call.tables['internet-gateway'].get(call, GatewayId);
  if (gateway === undefined) throw gatewayNotFound(GatewayId);
  return within(table, gateway.vpcId, GatewayId, { GatewayId });
}

function within(table: RouteTableRecord, vpcId: string | undefined, id: string, target: Route): Route {
  if (vpcId !== table.vpcId) throw differentNetworks(`route table ${table.id}`, `network gateway ${id}`);
  return target;
}

const isTo =
  (wanted: Destination) =>
  (route: Route): boolean =>
    route.DestinationCidrBlock === wanted.DestinationCidrBlock &&
    route.DestinationIpv6CidrBlock === wanted.DestinationIpv6CidrBlock &&
    route.DestinationPrefixListId === wanted.DestinationPrefixListId;

const nameOf = (destination: Destination): string =>
  destination.DestinationCidrBlock ??
  destination.DestinationIpv6CidrBlock ??
  destination.DestinationPrefixListId ??
  '';

function isLocal(call: Ec2Call, table: RouteTableRecord, destination: Destination): boolean {
  const vpc = find(call, 'vpc', table.vpcId);
  return [...vpc.cidrs, ...vpc.ipv6Cidrs].some(({ cidr }) => cidr === nameOf(destination));
}

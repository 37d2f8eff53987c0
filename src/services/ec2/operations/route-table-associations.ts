import { associationNotFound, combination, invalidParameter, missingParameter } from '../errors.ts';
import { alreadyAssociated, differentNetworks } from '../errors-network.ts';
import { find, idOf } from '../model/find.ts';
import type { RouteTableAssociationRecord, RouteTableRecord } from '../model/records.ts';
import type { Ec2Call, Ec2Operation } from '../operation.ts';

const associated = { State: 'associated' } as const;

export const associateRouteTable: Ec2Operation<'AssociateRouteTable'> = (input, call) => {
  const table = find(call, 'route-table', input.RouteTableId);
  const target = targetOf(call, table, input);
  const present = tablesOf(call, table.vpcId).find(({ associations }) => associations.some(isFor(target)));
  const same = present?.associations.find(isFor(target));
  // Doing again what has been done is no error.
  if (present?.id === table.id && same !== undefined) {
    return { AssociationId: same.id, AssociationState: associated };
  }
  if (same !== undefined) {
    throw alreadyAssociated(
      `the specified association for route table ${table.id} conflicts with an existing association`,
    );
  }
  const association = { id: idOf(call, 'rtbassoc'), main: false, ...target };
  call.tables['route-table'].put({ ...table, associations: [...table.associations, association] });
  return { AssociationId: association.id, AssociationState: associated };
};

type Target = Pick<RouteTableAssociationRecord, 'subnetId' | 'gatewayId'>;

function targetOf(
  call: Ec2Call,
  table: RouteTableRecord,
  { SubnetId, GatewayId }: { readonly SubnetId?: string; readonly GatewayId?: string },
): Target {
  if (SubnetId !== undefined && GatewayId !== undefined) {
    throw combination('The parameter SubnetId cannot be used with the parameter GatewayId'); // (I)
  }
  if (SubnetId !== undefined) {
    const subnet = find(call, 'subnet', SubnetId);
    if (subnet.vpcId !== table.vpcId) {
      throw invalidParameter(`Route table ${table.id} and subnet ${subnet.id} belong to different networks`);
    }
    return { subnetId: subnet.id };
  }
  if (GatewayId === undefined) throw missingParameter('subnetId');
  const gateway = find(call, 'internet-gateway', GatewayId);
  if (gateway.vpcId !== table.vpcId)
    throw differentNetworks(`route table ${table.id}`, `gateway ${gateway.id}`);
  return { gatewayId: gateway.id };
}

const isFor =
  (target: Target) =>
  (association: RouteTableAssociationRecord): boolean =>
    !association.main &&
    association.subnetId === target.subnetId &&
    association.gatewayId === target.gatewayId;

export const disassociateRouteTable: Ec2Operation<'DisassociateRouteTable'> = ({ AssociationId }, call) => {
  const { table, association } = findAssociation(call, AssociationId);
  if (association.main)
    throw invalidParameter(`cannot disassociate the main route table association ${AssociationId}`);
  const associations = table.associations.filter((each) => each !== association);
  call.tables['route-table'].put({ ...table, associations });
  return {};
};

/** The way to another main table, too. */
export const replaceRouteTableAssociation: Ec2Operation<'ReplaceRouteTableAssociation'> = (input, call) => {
  const { table: from, association } = findAssociation(call, input.AssociationId);
  const to = find(call, 'route-table', input.RouteTableId);
  if (to.vpcId !== from.vpcId) throw differentNetworks(`route table ${to.id}`, `route table ${from.id}`);
  if (to.id === from.id) return { NewAssociationId: association.id, AssociationState: associated };
  const moved = { ...association, id: idOf(call, 'rtbassoc') };
  const left = from.associations.filter((each) => each !== association);
  call.tables['route-table'].put({ ...from, associations: left });
  call.tables['route-table'].put({ ...to, associations: [...to.associations, moved] });
  return { NewAssociationId: moved.id, AssociationState: associated };
};

function findAssociation(
  call: Ec2Call,
  id: string,
): { readonly table: RouteTableRecord; readonly association: RouteTableAssociationRecord } {
  for (const table of call.tables['route-table'].list(call)) {
    const association = table.associations.find((each) => each.id === id);
    if (association !== undefined) return { table, association };
  }
  throw associationNotFound(id);
}

const tablesOf = (call: Ec2Call, vpcId: string): RouteTableRecord[] =>
  call.tables['route-table'].listIn(call, vpcId);

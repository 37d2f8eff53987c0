import type { Ec2Call } from '../operation.ts';
import { allInterfaces } from './interfaces.ts';
import { isGone } from './nat-gateways.ts';

/** What is in a VPC and has to go before it. */
export function isVpcInUse(call: Ec2Call, vpcId: string): boolean {
  const { tables } = call;
  return (
    tables.subnet.listIn(call, vpcId).length > 0 ||
    tables['internet-gateway'].listIn(call, vpcId).length > 0 ||
    tables['egress-only-internet-gateway'].listIn(call, vpcId).length > 0 ||
    tables['vpc-endpoint'].listIn(call, vpcId).length > 0 ||
    tables['route-table'].listIn(call, vpcId).length > 1 ||
    tables['network-acl'].listIn(call, vpcId).length > 1 ||
    tables['security-group'].listIn(call, vpcId).length > 1 ||
    tables.natgateway.listIn(call, vpcId).some((gateway) => !isGone(gateway)) ||
    allInterfaces(call).some((each) => each.vpcId === vpcId)
  );
}

/** Interfaces, and the NAT gateways and endpoints whose interfaces they are. */
export const isSubnetInUse = (call: Ec2Call, subnetId: string): boolean =>
  allInterfaces(call).some((each) => each.subnetId === subnetId);

/** By an interface, or by a rule of another group. */
export function isGroupInUse(call: Ec2Call, vpcId: string, groupId: string): boolean {
  if (allInterfaces(call).some(({ groups }) => groups.includes(groupId))) return true;
  return call.tables['security-group']
    .listIn(call, vpcId)
    .some(
      ({ id, rules }) =>
        id !== groupId && rules.some(({ peer }) => 'groupId' in peer && peer.groupId === groupId),
    );
}

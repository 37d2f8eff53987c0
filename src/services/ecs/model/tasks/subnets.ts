import type { SubnetPlace } from '../../../../agent/model/task-record.ts';
import { covers, parseCidr } from '../../../../agent/network/cidr.ts';
import { defaultDirectory } from '../../../../agent/network/default-directory.ts';
import { defaultVpc, subnetOf } from '../../../../agent/network/vpc.ts';
import type { SubnetFacts, VpcDirectory } from '../../../../agent/network/vpc-directory.ts';
import type { AwsVpcConfiguration } from '../../../../aws/contract/ecs.types.gen.ts';
import {
  groupOfOtherVpc,
  groupUnknown,
  subnetsOfSeveralVpcs,
  subnetUnknown,
  unsupportedFeature,
} from '../../errors.ts';
import type { EcsCall } from '../../operation.ts';
import type { UnknownSubnetWish } from './unknown-subnets.ts';

/** What ECS asks EC2 about networks, and how strictly. */
export interface TaskNetworks {
  readonly directory: VpcDirectory;
  readonly unknownSubnets: UnknownSubnetWish;
}

/** Without an EC2 there are the default VPCs. */
export const defaultNetworks: TaskNetworks = {
  directory: defaultDirectory,
  unknownSubnets: 'refuse',
};

export type NetworkCall = Pick<EcsCall, 'account' | 'region' | 'partition' | 'networks'>;

/** A subnet that a task can go to. */
export interface TaskSubnet {
  readonly id: string;
  readonly availabilityZone: string;
  readonly place: SubnetPlace;
}

/** Subnets and groups exist and are of one VPC. Without these nothing is started. */
export function checkSubnets(call: NetworkCall, { subnets, securityGroups = [] }: AwsVpcConfiguration): void {
  const known = subnets.map((id) => taskSubnet(call, id));
  const [first] = known;
  const isMixed = known.some(({ place }) => place.vpcId !== first?.place.vpcId);
  if (isMixed) throw subnetsOfSeveralVpcs();
  for (const id of securityGroups) checkGroup(call, id, first?.place.vpcId);
}

/** Throws what RunTask answers where there is no such subnet. */
export function taskSubnet(call: NetworkCall, id: string): TaskSubnet {
  const { directory, unknownSubnets } = call.networks;
  const facts = directory.subnet(call, id);
  if (facts !== undefined) return describedSubnet(call, facts);
  if (unknownSubnets === 'refuse') throw subnetUnknown(id);
  return standIn(call, id);
}

/** Those that the interface of a task is in; the default one of the VPC where none is given. */
export function groupsOf(
  { networks, ...scope }: NetworkCall,
  { securityGroups = [] }: Pick<AwsVpcConfiguration, 'securityGroups'>,
  vpcId: string,
): readonly string[] {
  if (securityGroups.length > 0) return securityGroups;
  const group = networks.directory.defaultGroup(scope, vpcId);
  if (group === undefined) throw new Error(`VPC ${vpcId} has no default security group`);
  return [group];
}

function checkGroup(call: NetworkCall, id: string, vpcId: string | undefined): void {
  const { directory, unknownSubnets } = call.networks;
  const group = directory.group(call, id);
  if (group === undefined && unknownSubnets === 'refuse') throw groupUnknown(id);
  if (group !== undefined && group.vpcId !== vpcId) throw groupOfOtherVpc(id);
}

function describedSubnet(call: NetworkCall, facts: SubnetFacts): TaskSubnet {
  const { id, vpcId, cidr, availabilityZone } = facts;
  const vpc = call.networks.directory.vpc(call, vpcId);
  const [vpcCidr] = vpc?.cidrs ?? [];
  if (vpc === undefined || vpcCidr === undefined) throw new Error(`subnet ${id} is of no VPC`);
  const [outer, inner] = [parseCidr(vpcCidr), parseCidr(cidr)];
  if (outer === undefined || inner === undefined || !covers(outer, inner)) {
    // The engine's networks have one range each.
    throw unsupportedFeature(
      `The subnet ${id} is not of the primary CIDR block of ${vpcId}; tasks in secondary blocks are not implemented by this version of Longshore.`,
    );
  }
  return { id, availabilityZone, place: { vpcId, isDefaultVpc: vpc.isDefault, vpcCidr, cidr } };
}

/** One of the default VPC's, always the same: a task definition with the subnets of a real account should run. */
function standIn(call: NetworkCall, id: string): TaskSubnet {
  const vpc = defaultVpc(call.account, call.region);
  const { index } = subnetOf(vpc, id);
  const own = vpc.subnets.find((subnet) => subnet.index === index);
  const facts = own && defaultDirectory.subnet(call, own.id);
  if (facts === undefined) throw new Error(`VPC ${vpc.id} has no subnets`);
  const described = describedSubnet({ ...call, networks: defaultNetworks }, facts);
  return { ...described, id };
}

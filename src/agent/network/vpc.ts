import { createHash } from 'node:crypto';

import { type Cidr, addressAt, subRange } from './cidr.ts';

export interface Subnet {
  readonly id: string;
  readonly availabilityZone: string;
  /** Which part of the VPC's range is its own. */
  readonly index: number;
}

export interface Vpc {
  readonly id: string;
  readonly subnets: readonly Subnet[];
  readonly securityGroupId: string;
}

const zones = ['a', 'b', 'c'];
const subnetBits = 20;

/**
 * The default VPC of an account and region: one subnet per zone and the default security group. Its ids
 * follow from account and region, so that they are the same on every machine and may stand in a file.
 * All accounts and regions share one network of the engine: the ids are records, the addresses are real.
 */
export function defaultVpc(account: string, region: string): Vpc {
  const id = (kind: string, name: string): string => `${kind}-0${digest(`${account} ${region} ${name}`)}`;
  return {
    id: id('vpc', 'default'),
    securityGroupId: id('sg', 'default'),
    subnets: zones.map((zone, index) => ({
      id: id('subnet', zone),
      availabilityZone: `${region}${zone}`,
      index,
    })),
  };
}

/**
 * The subnet of that id. One that the default VPC does not have is taken for one of its own, always the
 * same: until Longshore answers EC2's API nobody could make a subnet here, and a task definition with the
 * subnets of a real account should run.
 */
export function subnetOf(vpc: Vpc, id: string): Subnet {
  const own = vpc.subnets.find((subnet) => subnet.id === id);
  if (own !== undefined) return own;
  const index = Number.parseInt(digest(id).slice(0, 8), 16) % vpc.subnets.length;
  const chosen = vpc.subnets[index];
  if (chosen === undefined) throw new Error(`VPC ${vpc.id} has no subnets`);
  return { ...chosen, id };
}

/** The addresses of a subnet: a /20 of the VPC's /16, as in a default VPC of AWS. */
export const subnetRange = (vpcRange: Cidr, index: number): Cidr => subRange(vpcRange, subnetBits, index);

/**
 * The last part of the range: a stranger whom a person connects to the network gets his address there. In a default VPC
 * it is nobody's subnet.
 */
export function dynamicRange(vpcRange: Cidr): Cidr {
  // The smallest VPCs are cut in halves: the engine needs a few addresses to choose from.
  const cut = vpcRange.bits <= 26 ? 4 : 1;
  return subRange(vpcRange, vpcRange.bits + cut, 2 ** cut - 1);
}

/** The first address of the VPC, in the part of the first subnet that AWS keeps for itself. */
export const gatewayOf = (vpcRange: Cidr): string => addressAt(vpcRange, 1);

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

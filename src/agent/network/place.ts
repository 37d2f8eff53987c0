import { type ArnScope, partitionOf } from '../../aws/arn.ts';
import type { NetworkInterface, NetworkRanges, TaskRecord } from '../model/task-record.ts';
import { type Cidr, formatCidr, moved, parseCidr, subRange } from './cidr.ts';
import { subnetRange } from './vpc.ts';

/** Where an interface goes: a subnet, and the VPC that has it. */
export interface Place {
  /** `undefined`: the default VPC, one for all accounts and regions. */
  readonly vpc: { readonly id: string; readonly cidr: Cidr; readonly scope: ArnScope } | undefined;
  /** The range of the subnet within the VPC's: how far from its first address, and its length. */
  readonly offset: number;
  readonly bits: number;
}

/** AWS's own range for a default VPC. */
const nominal: Cidr = subRange({ base: 0, bits: 0 }, 16, 172 * 256 + 31);

export function placeOf(task: Pick<TaskRecord, 'account' | 'region'>, attached: NetworkInterface): Place {
  const { subnet, subnetIndex = 0 } = attached;
  if (subnet === undefined) return placeIn(undefined, nominal, subnetRange(nominal, subnetIndex));
  const cidr = parsed(subnet.vpcCidr);
  const vpc = subnet.isDefaultVpc ? undefined : { id: subnet.vpcId, cidr, scope: scopeOf(task) };
  return placeIn(vpc, cidr, parsed(subnet.cidr));
}

export const scopeOf = ({ account, region }: Pick<TaskRecord, 'account' | 'region'>): ArnScope => ({
  partition: partitionOf(region),
  account,
  region,
});

/** The subnet's range in a VPC that has the range `vpc` on this machine. */
export const rangeAt = ({ offset, bits }: Place, vpc: Cidr): Cidr => ({ base: vpc.base + offset, bits });

/** Of records that a task's start did not write them into: those of before there was more than one VPC. */
export function rangesOf(task: TaskRecord, defaultRange: string | undefined): NetworkRanges | undefined {
  const { networkInterface } = task;
  if (networkInterface?.ranges !== undefined) return networkInterface.ranges;
  const vpc = defaultRange === undefined ? undefined : parseCidr(defaultRange);
  if (vpc === undefined || networkInterface === undefined) return undefined;
  return rangesAt(placeOf(task, networkInterface), vpc);
}

export const rangesAt = (place: Place, vpc: Cidr): NetworkRanges => ({
  vpc: formatCidr(vpc),
  subnet: formatCidr(rangeAt(place, vpc)),
});

/** The same for the same addresses. */
export const placeKey = ({ vpc, offset, bits }: Place): string => `${vpc?.id ?? ''} ${offset}/${bits}`;

const placeIn = (vpc: Place['vpc'], vpcRange: Cidr, subnet: Cidr): Place => ({
  vpc,
  offset: moved(subnet, vpcRange, { base: 0, bits: 0 }).base,
  bits: subnet.bits,
});

/** Of a record, so it was a range when it was written. */
function parsed(text: string): Cidr {
  const range = parseCidr(text);
  if (range === undefined) throw new Error(`${text} is no range`);
  return range;
}

import { combination, invalidValue } from '../errors.ts';
import { differentNetworkGroup } from '../errors-network.ts';
import type { Ec2Call } from '../operation.ts';
import { findAll, newId } from './find.ts';
import { takeAddresses } from './private-addresses.ts';
import type { InterfaceRecord, SubnetRecord } from './records.ts';
import { defaultGroupOf } from './security-groups.ts';
import type { Tag } from '../../../aws/contract/ec2.types.gen.ts';

export interface AskedInterface {
  readonly description?: string;
  readonly groups?: readonly string[];
  readonly privateIp?: string;
  readonly privateIps?: readonly { readonly Primary?: boolean; readonly PrivateIpAddress?: string }[];
  readonly secondaryCount?: number;
  readonly tags: readonly Tag[];
}

/** An interface in a subnet, with its addresses; it is not kept yet. */
export function newInterface(call: Ec2Call, subnet: SubnetRecord, asked: AskedInterface): InterfaceRecord {
  const { account, region, now } = call;
  const wanted = wantedAddresses(asked);
  const count = Math.max(1, wanted.length, (asked.secondaryCount ?? 0) + 1);
  return {
    account,
    region,
    id: newId(call, 'network-interface'),
    createdAt: now,
    tags: asked.tags,
    vpcId: subnet.vpcId,
    subnetId: subnet.id,
    availabilityZone: subnet.availabilityZone,
    description: asked.description ?? '',
    groups: groupsFor(call, subnet, asked.groups),
    macAddress: newMacAddress(call),
    addresses: takeAddresses(call, subnet, { wanted, count }),
    ipv6Addresses: [],
    sourceDestCheck: true,
    interfaceType: 'interface',
  };
}

/** The primary one first. */
function wantedAddresses({ privateIp, privateIps = [], secondaryCount }: AskedInterface): string[] {
  if (secondaryCount !== undefined && privateIps.length > 0) {
    throw combination(
      'The parameter secondaryPrivateIpAddressCount cannot be used with the parameter privateIpAddresses', // (I)
    );
  }
  const primaries = privateIps.filter(({ Primary }) => Primary === true);
  if (primaries.length + (privateIp === undefined ? 0 : 1) > 1) {
    throw invalidValue('Only one primary private IP address can be specified.');
  }
  const others = privateIps.filter((each) => !primaries.includes(each));
  return [...(privateIp === undefined ? [] : [privateIp]), ...[...primaries, ...others].flatMap(addressIn)];
}

const addressIn = ({ PrivateIpAddress }: { readonly PrivateIpAddress?: string }): string[] =>
  PrivateIpAddress === undefined ? [] : [PrivateIpAddress];

/** Groups of the subnet's VPC; its default one where none is named. */
export function groupsFor(
  call: Ec2Call,
  { vpcId }: Pick<SubnetRecord, 'vpcId'>,
  ids: readonly string[] | undefined,
): string[] {
  if (ids === undefined || ids.length === 0) return [defaultGroupOf(call, vpcId).id];
  return findAll(call, 'security-group', ids).map((group) => {
    if (group.vpcId !== vpcId) throw differentNetworkGroup();
    return group.id;
  });
}

/** Locally administered, as AWS's begin. */
export function newMacAddress({ ids }: Pick<Ec2Call, 'ids'>): string {
  const digits = `0a${ids.hex(10)}`;
  return digits.match(/../g)?.join(':') ?? digits;
}

import type { NetworkAclEntry, RuleAction } from '../../../aws/contract/ec2.types.gen.ts';

/** The number of the last entry, which nobody can change: what no other has let through is dropped. */
export const lastEntry = 32767;
const lastEntryIpv6 = 32768;

/** Of a default ACL: everything passes. */
export function defaultAclEntries(ipv6: boolean): NetworkAclEntry[] {
  return [false, true].flatMap((egress) => [
    all(egress, 100, 'allow', { CidrBlock: '0.0.0.0/0' }),
    ...(ipv6 ? [all(egress, 101, 'allow', { Ipv6CidrBlock: '::/0' })] : []),
    ...denyAll(egress, ipv6),
  ]);
}

/** Of an ACL that somebody has made: nothing does. */
export function newAclEntries(ipv6: boolean): NetworkAclEntry[] {
  return [false, true].flatMap((egress) => denyAll(egress, ipv6));
}

function denyAll(egress: boolean, ipv6: boolean): NetworkAclEntry[] {
  return [
    all(egress, lastEntry, 'deny', { CidrBlock: '0.0.0.0/0' }),
    ...(ipv6 ? [all(egress, lastEntryIpv6, 'deny', { Ipv6CidrBlock: '::/0' })] : []),
  ];
}

const all = (
  Egress: boolean,
  RuleNumber: number,
  RuleAction: RuleAction,
  range: Pick<NetworkAclEntry, 'CidrBlock' | 'Ipv6CidrBlock'>,
): NetworkAclEntry => ({ ...range, Egress, Protocol: '-1', RuleAction, RuleNumber });

import { formatCidr } from '../../../agent/network/cidr.ts';
import type { CreateNetworkAclEntryRequest, NetworkAclEntry } from '../../../aws/contract/ec2.types.gen.ts';
import { badValue, invalidParameter, missingParameter } from '../errors.ts';
import { aclEntryExists, aclEntryNotFound } from '../errors-network.ts';
import { rangeOf } from '../model/cidrs.ts';
import { find } from '../model/find.ts';
import { ipv6Of } from '../model/ipv6.ts';
import { lastEntry } from '../model/network-acl-entries.ts';
import { protocolNumber } from '../model/protocols.ts';
import type { NetworkAclRecord } from '../model/records.ts';
import type { Ec2Call, Ec2Operation } from '../operation.ts';

export const createNetworkAclEntry: Ec2Operation<'CreateNetworkAclEntry'> = (input, call) => {
  const acl = find(call, 'network-acl', input.NetworkAclId);
  const entry = entryOf(input);
  if (acl.entries.some(isAt(input))) throw aclEntryExists(input.RuleNumber);
  put(call, acl, [...acl.entries, entry]);
  return {};
};

export const replaceNetworkAclEntry: Ec2Operation<'ReplaceNetworkAclEntry'> = (input, call) => {
  const acl = find(call, 'network-acl', input.NetworkAclId);
  const entry = entryOf(input);
  if (!acl.entries.some(isAt(input))) throw aclEntryNotFound(input.RuleNumber, input.Egress);
  put(call, acl, [...acl.entries.filter((each) => !isAt(input)(each)), entry]);
  return {};
};

export const deleteNetworkAclEntry: Ec2Operation<'DeleteNetworkAclEntry'> = (input, call) => {
  const acl = find(call, 'network-acl', input.NetworkAclId);
  checkNumber(input.RuleNumber);
  if (!acl.entries.some(isAt(input))) throw aclEntryNotFound(input.RuleNumber, input.Egress);
  put(
    call,
    acl,
    acl.entries.filter((each) => !isAt(input)(each)),
  );
  return {};
};

/** Entries are told by number and direction. */
const isAt =
  (wanted: { readonly RuleNumber: number; readonly Egress: boolean }) =>
  ({ RuleNumber, Egress }: NetworkAclEntry): boolean =>
    RuleNumber === wanted.RuleNumber && Egress === wanted.Egress;

/** They are shown, and apply, in the order of their numbers. */
function put(call: Ec2Call, acl: NetworkAclRecord, entries: readonly NetworkAclEntry[]): void {
  const sorted = [...entries].sort(
    (a, b) => Number(b.Egress) - Number(a.Egress) || (a.RuleNumber ?? 0) - (b.RuleNumber ?? 0),
  );
  call.tables['network-acl'].put({ ...acl, entries: sorted });
}

function entryOf(input: CreateNetworkAclEntryRequest): NetworkAclEntry {
  const { RuleNumber, RuleAction, Egress, CidrBlock, Ipv6CidrBlock, IcmpTypeCode, PortRange } = input;
  checkNumber(RuleNumber);
  if ((CidrBlock === undefined) === (Ipv6CidrBlock === undefined)) throw missingParameter('cidrBlock');
  const Protocol = protocolNumber(input.Protocol);
  if (Protocol === '6' || Protocol === '17') {
    if (PortRange?.From === undefined || PortRange.To === undefined) throw missingParameter('portRange');
    if (PortRange.From > PortRange.To || PortRange.From < 0 || PortRange.To > 65_535) {
      throw invalidParameter(`Invalid port range ${PortRange.From}-${PortRange.To}`); // (I)
    }
  }
  if ((Protocol === '1' || Protocol === '58') && IcmpTypeCode === undefined)
    throw missingParameter('icmpTypeCode');
  if (Ipv6CidrBlock !== undefined) ipv6Of(Ipv6CidrBlock, 'ipv6CidrBlock');
  return {
    CidrBlock: CidrBlock === undefined ? undefined : formatCidr(rangeOf(CidrBlock, 'cidrBlock')),
    Ipv6CidrBlock,
    Egress,
    IcmpTypeCode: Protocol === '1' || Protocol === '58' ? IcmpTypeCode : undefined,
    PortRange: Protocol === '6' || Protocol === '17' ? PortRange : undefined,
    Protocol,
    RuleAction,
    RuleNumber,
  };
}

function checkNumber(number: number): void {
  if (number < 1 || number >= lastEntry) {
    throw badValue(number, 'ruleNumber', `Rule numbers can be from 1 to ${lastEntry - 1}.`); // (I)
  }
}

import { formatCidr, parseCidr } from '../../../agent/network/cidr.ts';
import type {
  IpPermission,
  SecurityGroupRuleRequest,
  UserIdGroupPair,
} from '../../../aws/contract/ec2.types.gen.ts';
import { invalidValue, missing, missingParameter, unsupported } from '../errors.ts';
import { differentNetworkGroup, groupNameNotFound, portOutOfRange } from '../errors-network.ts';
import type { Ec2Call } from '../operation.ts';
import { find } from './find.ts';
import { parseIpv6 } from './ipv6.ts';
import { findPrefixList } from './prefix-lists.ts';
import { protocolName } from './protocols.ts';
import type { RulePeer, SecurityGroupRecord } from './records.ts';
import type { AskedRule } from './rules.ts';

/** The parameters of old, which say one rule. */
export interface LooseRule {
  readonly IpProtocol?: string;
  readonly FromPort?: number;
  readonly ToPort?: number;
  readonly CidrIp?: string;
  readonly SourceSecurityGroupName?: string;
  readonly SourceSecurityGroupOwnerId?: string;
  readonly IpPermissions?: readonly IpPermission[];
}

/** The rules that a call is about, one for each peer. */
export function askedRules(
  call: Ec2Call,
  group: SecurityGroupRecord,
  egress: boolean,
  input: LooseRule,
): AskedRule[] {
  const permissions = [...(input.IpPermissions ?? []), ...loose(input)];
  if (permissions.length === 0) throw missingParameter('ipPermissions');
  return permissions.flatMap((permission) => rulesOf(call, group, egress, permission));
}

function loose(input: LooseRule): IpPermission[] {
  const { IpProtocol, FromPort, ToPort, CidrIp, SourceSecurityGroupName: GroupName } = input;
  if (IpProtocol === undefined && CidrIp === undefined && GroupName === undefined) return [];
  // A group alone means all that it sends.
  const isGroupAlone = GroupName !== undefined && IpProtocol === undefined;
  return [
    {
      IpProtocol: isGroupAlone ? '-1' : IpProtocol,
      FromPort,
      ToPort,
      IpRanges: CidrIp === undefined ? [] : [{ CidrIp }],
      UserIdGroupPairs:
        GroupName === undefined ? [] : [{ GroupName, UserId: input.SourceSecurityGroupOwnerId }],
    },
  ];
}

function rulesOf(
  call: Ec2Call,
  group: SecurityGroupRecord,
  egress: boolean,
  permission: IpPermission,
): AskedRule[] {
  if (permission.IpProtocol === undefined) throw missingParameter('ipProtocol');
  const base = { egress, ...portsOf(permission.IpProtocol, permission.FromPort, permission.ToPort) };
  const { IpRanges = [], Ipv6Ranges = [], PrefixListIds = [], UserIdGroupPairs = [] } = permission;
  const rules = [
    ...IpRanges.map(({ CidrIp, Description }) => ({ peer: ipv4Peer(CidrIp), description: Description })),
    ...Ipv6Ranges.map(({ CidrIpv6, Description }) => ({
      peer: ipv6Peer(CidrIpv6),
      description: Description,
    })),
    ...PrefixListIds.map(({ PrefixListId = '', Description }) => ({
      peer: { prefixListId: findPrefixList(call, PrefixListId).id },
      description: Description,
    })),
    ...UserIdGroupPairs.map((pair) => ({
      peer: groupPeer(call, group, pair),
      description: pair.Description,
    })),
  ];
  if (rules.length === 0) {
    throw missing('The request must contain the parameter groups or ipRanges'); // (I)
  }
  return rules.map(({ peer, description }) => ({
    ...base,
    peer,
    description: checkDescription(description),
  }));
}

/** One rule as ModifySecurityGroupRules gives it. */
export function askedRule(
  call: Ec2Call,
  group: SecurityGroupRecord,
  egress: boolean,
  request: SecurityGroupRuleRequest,
): AskedRule {
  const { CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupId, IpProtocol } = request;
  if (IpProtocol === undefined) throw missingParameter('ipProtocol');
  const peers: RulePeer[] = [
    ...(CidrIpv4 === undefined ? [] : [ipv4Peer(CidrIpv4)]),
    ...(CidrIpv6 === undefined ? [] : [ipv6Peer(CidrIpv6)]),
    ...(PrefixListId === undefined ? [] : [{ prefixListId: findPrefixList(call, PrefixListId).id }]),
    ...(ReferencedGroupId === undefined ? [] : [groupPeer(call, group, { GroupId: ReferencedGroupId })]),
  ];
  const [peer] = peers;
  if (peer === undefined || peers.length > 1) {
    throw missing('Exactly one of CidrIpv4, CidrIpv6, PrefixListId or ReferencedGroupId must be specified'); // (I)
  }
  return {
    egress,
    ...portsOf(IpProtocol, request.FromPort, request.ToPort),
    peer,
    description: checkDescription(request.Description),
  };
}

function portsOf(
  givenProtocol: string,
  from: number | undefined,
  to: number | undefined,
): Pick<AskedRule, 'protocol' | 'from' | 'to'> {
  const protocol = protocolName(givenProtocol);
  switch (protocol) {
    case 'tcp':
    case 'udp':
      if (from === undefined || to === undefined) throw bothPortsOf('TCP/UDP');
      for (const port of [from, to]) if (port < 0 || port > 65_535) throw portOutOfRange(port);
      if (from > to) throw invalidValue(`Invalid TCP/UDP port range (${from}:${to})`); // (I)
      return { protocol, from, to };
    case 'icmp':
      if (from === undefined || to === undefined) throw bothPortsOf('ICMP');
      return { protocol, ...typeAndCode(from, to) };
    case 'icmpv6':
      return { protocol, ...typeAndCode(from ?? -1, to ?? -1) };
    default:
      // All other protocols have no ports; AWS takes what is given and forgets it.
      return { protocol };
  }
}

const bothPortsOf = (protocol: string): Error =>
  invalidValue(`Invalid value 'Must specify both from and to ports with ${protocol}.' for portRange.`);

function typeAndCode(from: number, to: number): { readonly from: number; readonly to: number } {
  if (from < -1 || from > 255) throw invalidValue(`ICMP type (${from}) out of range`);
  // Whoever means all types means all of their codes.
  if (to < -1 || to > 255 || (from === -1 && to !== -1)) throw invalidValue(`ICMP code (${to}) out of range`);
  return { from, to };
}

function ipv4Peer(text: string | undefined): RulePeer {
  const range = text?.includes('/') === true ? parseCidr(text) : undefined;
  if (range === undefined) throw invalidValue(`CIDR block ${text ?? ''} is malformed`);
  return { cidrIpv4: formatCidr(range) };
}

function ipv6Peer(text: string | undefined): RulePeer {
  if (text === undefined || parseIpv6(text) === undefined) {
    throw invalidValue(`CIDR block ${text ?? ''} is malformed`);
  }
  return { cidrIpv6: text.toLowerCase() };
}

/** Another group of the same VPC, or itself: no VPC here is peered with another, of whichever account. */
function groupPeer(
  call: Ec2Call,
  group: SecurityGroupRecord,
  { GroupId, GroupName, UserId, VpcId, VpcPeeringConnectionId }: UserIdGroupPair,
): RulePeer {
  if (VpcPeeringConnectionId !== undefined) throw unsupported('UserIdGroupPair.VpcPeeringConnectionId');
  if (VpcId !== undefined && VpcId !== group.vpcId) throw differentNetworkGroup();
  if (UserId !== undefined && UserId !== call.account) {
    throw groupNameNotFound(GroupId ?? GroupName ?? '', undefined);
  }
  if (GroupId !== undefined) {
    const peer = find(call, 'security-group', GroupId);
    if (peer.vpcId !== group.vpcId) throw differentNetworkGroup();
    return { groupId: peer.id };
  }
  if (GroupName === undefined) throw missing('The request must contain the parameter groupName or groupId');
  const named = call.tables['security-group']
    .listIn(call, group.vpcId)
    .find(({ name }) => name === GroupName);
  if (named === undefined) throw groupNameNotFound(GroupName, group.vpcId);
  return { groupId: named.id };
}

function checkDescription(description: string | undefined): string | undefined {
  if (description === undefined || /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{0,255}$/.test(description)) {
    return description;
  }
  throw invalidValue(
    'Invalid rule description. Valid descriptions are strings less than 256 characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*',
  );
}

import type { SecurityGroupRule } from '../../../aws/contract/ec2.types.gen.ts';
import { arn } from '../../../aws/arn.ts';
import type { Ec2Call } from '../operation.ts';
import { lacking } from './find.ts';
import { arnResource } from './kinds.ts';
import type { RulePeer, RuleRecord, SecurityGroupRecord } from './records.ts';
import { tagsOf } from './tags.ts';

/** A rule as a call gives it: without an id, because it has none yet or is looked for. */
export type AskedRule = Omit<RuleRecord, 'id' | 'tags'>;

export const peerName = (peer: RulePeer): string =>
  'cidrIpv4' in peer
    ? peer.cidrIpv4
    : 'cidrIpv6' in peer
      ? peer.cidrIpv6
      : 'prefixListId' in peer
        ? peer.prefixListId
        : peer.groupId;

/** Two rules are the same whatever is said about them. */
export const isSameRule =
  (one: AskedRule) =>
  (other: AskedRule): boolean =>
    one.egress === other.egress &&
    one.protocol === other.protocol &&
    one.from === other.from &&
    one.to === other.to &&
    peerName(one.peer) === peerName(other.peer);

/** `peer: 10.0.0.0/16, TCP, from port: 80, to port: 80, ALLOW`, as AWS names one in an error. */
export function nameOfRule({ protocol, from, to, peer }: AskedRule): string {
  const name = protocol === '-1' ? 'ALL' : protocol.toUpperCase();
  const isIcmp = protocol === 'icmp' || protocol === 'icmpv6';
  const ports =
    from === undefined || to === undefined
      ? ''
      : isIcmp
        ? `, type: ${from}, code: ${to}`
        : `, from port: ${from}, to port: ${to}`;
  return `peer: ${peerName(peer)}, ${name}${ports}, ALLOW`;
}

export function showRule(call: Ec2Call, group: SecurityGroupRecord, rule: RuleRecord): SecurityGroupRule {
  const { peer } = rule;
  return {
    SecurityGroupRuleId: rule.id,
    SecurityGroupRuleArn: arn(call, 'ec2', arnResource('security-group-rule', rule.id)),
    GroupId: group.id,
    GroupOwnerId: group.account,
    IsEgress: rule.egress,
    IpProtocol: rule.protocol,
    FromPort: rule.from ?? -1,
    ToPort: rule.to ?? -1,
    ...('cidrIpv4' in peer && { CidrIpv4: peer.cidrIpv4 }),
    ...('cidrIpv6' in peer && { CidrIpv6: peer.cidrIpv6 }),
    ...('prefixListId' in peer && { PrefixListId: peer.prefixListId }),
    ...('groupId' in peer && { ReferencedGroupInfo: { GroupId: peer.groupId, UserId: group.account } }),
    Description: rule.description,
    Tags: tagsOf(rule),
  };
}

/** Where the rule of this id is. */
export function findRule(
  call: Ec2Call,
  id: string,
): { readonly group: SecurityGroupRecord; readonly rule: RuleRecord } {
  for (const group of call.tables['security-group'].list(call)) {
    const rule = group.rules.find((each) => each.id === id);
    if (rule !== undefined) return { group, rule };
  }
  throw lacking('security-group-rule', id);
}

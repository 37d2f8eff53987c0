import type { TagSpecification } from '../../../aws/contract/ec2.types.gen.ts';
import { missing } from '../errors.ts';
import { ruleExists, ruleNotFound, tooManyRules } from '../errors-network.ts';
import { askedRules, type LooseRule } from '../model/asked-rules.ts';
import { lacking, newId } from '../model/find.ts';
import type { RuleRecord, SecurityGroupRecord } from '../model/records.ts';
import { isSameRule, nameOfRule, showRule } from '../model/rules.ts';
import { groupNamed } from '../model/security-groups.ts';
import { newTags } from '../model/tags.ts';
import type { Ec2Call, Ec2Operation } from '../operation.ts';

/** AWS's quota for either direction, as it is until somebody asks for more. */
const most = 60;

export const authorizeSecurityGroupIngress: Ec2Operation<'AuthorizeSecurityGroupIngress'> = (input, call) =>
  authorize(call, groupNamed(call, input), false, input);

export const authorizeSecurityGroupEgress: Ec2Operation<'AuthorizeSecurityGroupEgress'> = (input, call) =>
  authorize(call, groupNamed(call, input), true, input);

function authorize(
  call: Ec2Call,
  group: SecurityGroupRecord,
  egress: boolean,
  input: LooseRule & { readonly TagSpecifications?: readonly TagSpecification[] },
) {
  const tags = newTags(input.TagSpecifications, 'security-group-rule');
  const added: RuleRecord[] = [];
  for (const asked of askedRules(call, group, egress, input)) {
    if ([...group.rules, ...added].some(isSameRule(asked))) throw ruleExists(nameOfRule(asked));
    added.push({ ...asked, id: newId(call, 'security-group-rule'), tags });
  }
  const rules = [...group.rules, ...added];
  if (rules.filter((rule) => rule.egress === egress).length > most) throw tooManyRules();
  call.tables['security-group'].put({ ...group, rules });
  return { Return: true, SecurityGroupRules: added.map((rule) => showRule(call, group, rule)) };
}

export const revokeSecurityGroupIngress: Ec2Operation<'RevokeSecurityGroupIngress'> = (input, call) =>
  revoke(call, groupNamed(call, input), false, input);

export const revokeSecurityGroupEgress: Ec2Operation<'RevokeSecurityGroupEgress'> = (input, call) =>
  revoke(call, groupNamed(call, input), true, input);

/** A rule goes only when protocol, ports and peer are exactly its own. */
function revoke(
  call: Ec2Call,
  group: SecurityGroupRecord,
  egress: boolean,
  input: LooseRule & { readonly SecurityGroupRuleIds?: readonly string[] },
) {
  const ids = input.SecurityGroupRuleIds;
  if (ids !== undefined && input.IpPermissions !== undefined) {
    throw missing('You cannot specify both securityGroupRuleIds and ipPermissions'); // (I)
  }
  const removed = ids === undefined ? sameRules(call, group, egress, input) : rulesOfIds(group, egress, ids);
  call.tables['security-group'].put({
    ...group,
    rules: group.rules.filter((rule) => !removed.includes(rule)),
  });
  return {
    Return: true,
    RevokedSecurityGroupRules: removed.map((rule) => {
      const { peer } = rule;
      return {
        SecurityGroupRuleId: rule.id,
        GroupId: group.id,
        IsEgress: rule.egress,
        IpProtocol: rule.protocol,
        FromPort: rule.from ?? -1,
        ToPort: rule.to ?? -1,
        ...('cidrIpv4' in peer && { CidrIpv4: peer.cidrIpv4 }),
        ...('cidrIpv6' in peer && { CidrIpv6: peer.cidrIpv6 }),
        ...('prefixListId' in peer && { PrefixListId: peer.prefixListId }),
        ...('groupId' in peer && { ReferencedGroupId: peer.groupId }),
        Description: rule.description,
      };
    }),
  };
}

function sameRules(
  call: Ec2Call,
  group: SecurityGroupRecord,
  egress: boolean,
  input: LooseRule,
): RuleRecord[] {
  return askedRules(call, group, egress, input).map((asked) => {
    const found = group.rules.find(isSameRule(asked));
    if (found === undefined) throw ruleNotFound();
    return found;
  });
}

function rulesOfIds(group: SecurityGroupRecord, egress: boolean, ids: readonly string[]): RuleRecord[] {
  return ids.map((id) => {
    const found = group.rules.find((rule) => rule.id === id && rule.egress === egress);
    if (found === undefined) throw lacking('security-group-rule', id);
    return found;
  });
}

import type { IpPermission, SecurityGroupRuleDescription } from '../../../aws/contract/ec2.types.gen.ts';
import { combination, missingParameter } from '../errors.ts';
import { ruleExists, ruleNotFound } from '../errors-network.ts';
import { askedRule, askedRules } from '../model/asked-rules.ts';
import { describe } from '../model/describe.ts';
import { byMember, type FilterTable, tagFilters } from '../model/filters.ts';
import { find, lacking } from '../model/find.ts';
import type { RuleRecord, SecurityGroupRecord } from '../model/records.ts';
import { findRule, isSameRule, nameOfRule, showRule } from '../model/rules.ts';
import { groupNamed } from '../model/security-groups.ts';
import type { Ec2Call, Ec2Operation } from '../operation.ts';

export const ruleFilters: FilterTable = { ...tagFilters, ...byMember('group-id security-group-rule-id') };

export const describeSecurityGroupRules: Ec2Operation<'DescribeSecurityGroupRules'> = (input, call) => {
  const ids = input.SecurityGroupRuleIds;
  const rows =
    ids === undefined
      ? call.tables['security-group']
          .list(call)
          .flatMap((group) => group.rules.map((rule) => ({ group, rule })))
      : ids.map((id) => findRule(call, id));
  const { items, nextToken } = describe(rows, input, {
    filters: ruleFilters,
    show: ({ group, rule }) => showRule(call, group, rule),
    keyOf: ({ SecurityGroupRuleId }) => SecurityGroupRuleId,
  });
  return { SecurityGroupRules: items, NextToken: nextToken };
};

/** Rules keep their ids, tags and direction. */
export const modifySecurityGroupRules: Ec2Operation<'ModifySecurityGroupRules'> = (input, call) => {
  const group = find(call, 'security-group', input.GroupId);
  let { rules } = group;
  for (const { SecurityGroupRuleId, SecurityGroupRule } of input.SecurityGroupRules) {
    const rule = rules.find(({ id }) => id === SecurityGroupRuleId);
    if (rule === undefined) throw lacking('security-group-rule', SecurityGroupRuleId);
    if (SecurityGroupRule === undefined) throw missingParameter('SecurityGroupRule');
    const asked = askedRule(call, group, rule.egress, SecurityGroupRule);
    if (rules.some((each) => each !== rule && isSameRule(asked)(each))) throw ruleExists(nameOfRule(asked));
    rules = rules.map((each) => (each === rule ? { ...asked, id: rule.id, tags: rule.tags } : each));
  }
  call.tables['security-group'].put({ ...group, rules });
  return { Return: true };
};

export const updateSecurityGroupRuleDescriptionsIngress: Ec2Operation<
  'UpdateSecurityGroupRuleDescriptionsIngress'
> = (input, call) => updateDescriptions(call, groupNamed(call, input), false, input);

export const updateSecurityGroupRuleDescriptionsEgress: Ec2Operation<
  'UpdateSecurityGroupRuleDescriptionsEgress'
> = (input, call) => updateDescriptions(call, groupNamed(call, input), true, input);

interface AskedDescriptions {
  readonly IpPermissions?: readonly IpPermission[];
  readonly SecurityGroupRuleDescriptions?: readonly SecurityGroupRuleDescription[];
}

/** A rule that is given without a description has none afterwards. */
function updateDescriptions(
  call: Ec2Call,
  group: SecurityGroupRecord,
  egress: boolean,
  { IpPermissions, SecurityGroupRuleDescriptions: byId }: AskedDescriptions,
): { Return: boolean } {
  if (IpPermissions !== undefined && byId !== undefined) {
    throw combination(
      'The parameter IpPermissions cannot be used with the parameter SecurityGroupRuleDescriptions',
    ); // (I)
  }
  const described = new Map<RuleRecord, string | undefined>();
  if (byId !== undefined) {
    for (const { SecurityGroupRuleId = '', Description } of byId) {
      const rule = group.rules.find(({ id }) => id === SecurityGroupRuleId);
      if (rule === undefined) throw lacking('security-group-rule', SecurityGroupRuleId);
      described.set(rule, Description);
    }
  } else {
    for (const asked of askedRules(call, group, egress, { IpPermissions })) {
      const rule = group.rules.find(isSameRule(asked));
      if (rule === undefined) throw ruleNotFound();
      described.set(rule, asked.description);
    }
  }
  const rules = group.rules.map((rule) =>
    described.has(rule) ? { ...rule, description: described.get(rule) } : rule,
  );
  call.tables['security-group'].put({ ...group, rules });
  return { Return: true };
}

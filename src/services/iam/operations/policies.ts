import { policyExists, policyHasVersions, policyIsAttached } from '../errors.ts';
import { newUniqueId } from '../model/names.ts';
import { page } from '../model/page.ts';
import {
  changeablePolicy,
  checkedPolicy,
  countUses,
  describePolicy,
  findPolicy,
  listedPolicy,
  listPolicies as policiesOf,
  policyArn,
} from '../model/policies.ts';
import type { PolicyRecord } from '../model/tables.ts';
import { newTags } from '../model/tags.ts';
import type { IamOperation } from '../operation.ts';

export const createPolicy: IamOperation<'CreatePolicy'> = (input, call) => {
  const { account, now, tables } = call;
  if (tables.policies.get(account, input.PolicyName) !== undefined) throw policyExists(input.PolicyName);
  const policy: PolicyRecord = {
    account,
    name: input.PolicyName,
    path: input.Path ?? '/',
    versions: [{ id: 'v1', document: checkedPolicy(input.PolicyDocument), createdAt: now }],
    tags: newTags(input.Tags),
    uniqueId: newUniqueId(call, 'policy'),
    createdAt: now,
    updatedAt: now,
    ...(input.Description !== undefined && { description: input.Description }),
    defaultVersion: 'v1',
    lastVersion: 1,
  };
  tables.policies.put(policy);
  return { Policy: describePolicy(call, policy) };
};

export const getPolicy: IamOperation<'GetPolicy'> = (input, call) => ({
  Policy: describePolicy(call, findPolicy(call, input.PolicyArn)),
});

export const listPolicies: IamOperation<'ListPolicies'> = (input, call) => {
  const { OnlyAttached, PathPrefix, PolicyUsageFilter, Scope } = input;
  const uses = countUses(call);
  const used =
    PolicyUsageFilter === undefined
      ? [uses.attached, uses.boundaries]
      : [PolicyUsageFilter === 'PermissionsBoundary' ? uses.boundaries : uses.attached];
  const isAsked = (policy: PolicyRecord): boolean => {
    if (OnlyAttached !== true && PolicyUsageFilter === undefined) return true;
    const arn = policyArn(call, policy);
    return used.some((counts) => counts.has(arn));
  };
  const policies = policiesOf(call, Scope, PathPrefix).filter(isAsked);
  const query = ['policies', Scope, OnlyAttached, PathPrefix, PolicyUsageFilter];
  const { items, more } = page(policies, (policy) => policyArn(call, policy), input, query);
  return { Policies: items.map((policy) => listedPolicy(call, policy, uses)), ...more };
};

export const deletePolicy: IamOperation<'DeletePolicy'> = (input, call) => {
  const policy = changeablePolicy(call, input.PolicyArn);
  const { attached, boundaries } = countUses(call);
  if (attached.has(input.PolicyArn) || boundaries.has(input.PolicyArn)) throw policyIsAttached();
  if (policy.versions.length > 1) throw policyHasVersions();
  call.tables.policies.delete(call.account, policy.name);
  return {};
};

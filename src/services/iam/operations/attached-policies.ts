import { noSuchPolicy, tooManyAttachments } from '../errors.ts';
import { page } from '../model/page.ts';
import { attachablePolicy, findPolicy, policyNamed } from '../model/policies.ts';
import { changeableRole, findRole } from '../model/roles.ts';
import type { IamOperation } from '../operation.ts';

const MOST_PER_ROLE = 10;

/** Attaching what is attached already changes nothing. */
export const attachRolePolicy: IamOperation<'AttachRolePolicy'> = (input, call) => {
  const role = changeableRole(call, input.RoleName);
  attachablePolicy(call, input.PolicyArn);
  if (role.attached.includes(input.PolicyArn)) return {};
  if (role.attached.length >= MOST_PER_ROLE) throw tooManyAttachments();
  call.tables.roles.put({ ...role, attached: [...role.attached, input.PolicyArn] });
  return {};
};

export const detachRolePolicy: IamOperation<'DetachRolePolicy'> = (input, call) => {
  const role = changeableRole(call, input.RoleName);
  if (!role.attached.includes(input.PolicyArn)) throw noSuchPolicy(input.PolicyArn);
  call.tables.roles.put({ ...role, attached: role.attached.filter((arn) => arn !== input.PolicyArn) });
  return {};
};

export const listAttachedRolePolicies: IamOperation<'ListAttachedRolePolicies'> = (input, call) => {
  const { PathPrefix = '/', RoleName } = input;
  const role = findRole(call, RoleName);
  const policies = role.attached.flatMap((arn) => {
    const policy = policyNamed(call, arn);
    return policy?.path.startsWith(PathPrefix) ? [{ PolicyName: policy.name, PolicyArn: arn }] : [];
  });
  const query = ['attached', role.name, PathPrefix];
  const { items, more } = page(policies, ({ PolicyArn }) => PolicyArn, input, query);
  return { AttachedPolicies: items, ...more };
};

/** Only roles have policies here: there are no users and groups. */
export const listEntitiesForPolicy: IamOperation<'ListEntitiesForPolicy'> = (input, call) => {
  const { EntityFilter, PathPrefix, PolicyArn, PolicyUsageFilter } = input;
  findPolicy(call, PolicyArn);
  const roles =
    EntityFilter === undefined || EntityFilter === 'Role'
      ? call.tables.roles.list(call.account, PathPrefix).filter(({ attached, boundary }) => {
          const isAttached = PolicyUsageFilter !== 'PermissionsBoundary' && attached.includes(PolicyArn);
          return isAttached || (PolicyUsageFilter !== 'PermissionsPolicy' && boundary === PolicyArn);
        })
      : [];
  const query = ['entities', PolicyArn, EntityFilter, PathPrefix, PolicyUsageFilter];
  const { items, more } = page(roles, ({ name }) => name, input, query);
  return {
    PolicyGroups: [],
    PolicyUsers: [],
    PolicyRoles: items.map(({ name, uniqueId }) => ({ RoleName: name, RoleId: uniqueId })),
    ...more,
  };
};

import { hasInlinePolicies, hasPolicies, roleExists, roleHasProfiles } from '../errors.ts';
import { newUniqueId } from '../model/names.ts';
import { page } from '../model/page.ts';
import { attachablePolicy } from '../model/policies.ts';
import { changeableRole, checkedTrustPolicy, describeRole, findRole, listedRole } from '../model/roles.ts';
import type { RoleRecord } from '../model/tables.ts';
import { newTags } from '../model/tags.ts';
import type { IamOperation } from '../operation.ts';

export const createRole: IamOperation<'CreateRole'> = (input, call) => {
  const { account, now, tables } = call;
  const { Description, PermissionsBoundary } = input;
  if (tables.roles.get(account, input.RoleName) !== undefined) throw roleExists(input.RoleName);
  if (PermissionsBoundary !== undefined) attachablePolicy(call, PermissionsBoundary);
  const role: RoleRecord = {
    account,
    name: input.RoleName,
    path: input.Path ?? '/',
    trustPolicy: checkedTrustPolicy(input.AssumeRolePolicyDocument, call),
    tags: newTags(input.Tags),
    uniqueId: newUniqueId(call, 'role'),
    createdAt: now,
    maxSessionDuration: input.MaxSessionDuration ?? 3600,
    ...(Description !== undefined && { description: Description }),
    ...(PermissionsBoundary !== undefined && { boundary: PermissionsBoundary }),
    inline: {},
    attached: [],
  };
  tables.roles.put(role);
  return { Role: describeRole(call, role) };
};

export const getRole: IamOperation<'GetRole'> = (input, call) => ({
  Role: { ...describeRole(call, findRole(call, input.RoleName)), RoleLastUsed: {} },
});

export const listRoles: IamOperation<'ListRoles'> = (input, call) => {
  const roles = call.tables.roles.list(call.account, input.PathPrefix);
  const { items, more } = page(roles, ({ name }) => name, input, ['roles', input.PathPrefix]);
  return { Roles: items.map((role) => listedRole(call, role)), ...more };
};

/** What is left out stays as it is. */
export const updateRole: IamOperation<'UpdateRole'> = (input, call) => {
  const role = changeableRole(call, input.RoleName);
  call.tables.roles.put({
    ...role,
    ...(input.Description !== undefined && { description: input.Description }),
    maxSessionDuration: input.MaxSessionDuration ?? role.maxSessionDuration,
  });
  return {};
};

export const updateRoleDescription: IamOperation<'UpdateRoleDescription'> = (input, call) => {
  const role = { ...findRole(call, input.RoleName), description: input.Description };
  call.tables.roles.put(role);
  return { Role: describeRole(call, role) };
};

export const updateAssumeRolePolicy: IamOperation<'UpdateAssumeRolePolicy'> = (input, call) => {
  const role = changeableRole(call, input.RoleName);
  call.tables.roles.put({ ...role, trustPolicy: checkedTrustPolicy(input.PolicyDocument, call) });
  return {};
};

/** A role goes only when nothing hangs on it any more. */
export const deleteRole: IamOperation<'DeleteRole'> = (input, call) => {
  const { account, tables } = call;
  const role = changeableRole(call, input.RoleName);
  if (tables.profiles.list(account).some(({ roles }) => roles.includes(role.name))) throw roleHasProfiles();
  if (role.attached.length > 0) throw hasPolicies();
  if (Object.keys(role.inline).length > 0) throw hasInlinePolicies();
  tables.roles.delete(account, role.name);
  return {};
};

import { noBoundary } from '../errors.ts';
import { attachablePolicy } from '../model/policies.ts';
import { changeableRole } from '../model/roles.ts';
import type { IamOperation } from '../operation.ts';

export const putRolePermissionsBoundary: IamOperation<'PutRolePermissionsBoundary'> = (input, call) => {
  const role = changeableRole(call, input.RoleName);
  attachablePolicy(call, input.PermissionsBoundary);
  call.tables.roles.put({ ...role, boundary: input.PermissionsBoundary });
  return {};
};

export const deleteRolePermissionsBoundary: IamOperation<'DeleteRolePermissionsBoundary'> = (input, call) => {
  const { boundary, ...role } = changeableRole(call, input.RoleName);
  if (boundary === undefined) throw noBoundary(role.name);
  call.tables.roles.put(role);
  return {};
};

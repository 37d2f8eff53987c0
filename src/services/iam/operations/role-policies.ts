import { noSuchRolePolicy, tooMuchInline } from '../errors.ts';
import { encodeDocument } from '../model/names.ts';
import { page } from '../model/page.ts';
import { checkIdentityPolicy } from '../model/policy-document.ts';
import { changeableRole, findRole, sizeOf } from '../model/roles.ts';
import type { IamOperation } from '../operation.ts';

/** All inline policies of a role together, without blanks. */
const MOST_CHARACTERS = 10_240;

export const putRolePolicy: IamOperation<'PutRolePolicy'> = (input, call) => {
  const role = changeableRole(call, input.RoleName);
  checkIdentityPolicy(input.PolicyDocument);
  const inline = Object.fromEntries([
    ...Object.entries(role.inline),
    [input.PolicyName, input.PolicyDocument] as const,
  ]);
  const size = Object.values(inline).reduce((sum, document) => sum + sizeOf(document), 0);
  if (size > MOST_CHARACTERS) throw tooMuchInline(role.name);
  call.tables.roles.put({ ...role, inline });
  return {};
};

export const getRolePolicy: IamOperation<'GetRolePolicy'> = (input, call) => {
  const role = findRole(call, input.RoleName);
  const document = Object.hasOwn(role.inline, input.PolicyName) ? role.inline[input.PolicyName] : undefined;
  if (document === undefined) throw noSuchRolePolicy(input.PolicyName);
  return { RoleName: role.name, PolicyName: input.PolicyName, PolicyDocument: encodeDocument(document) };
};

export const listRolePolicies: IamOperation<'ListRolePolicies'> = (input, call) => {
  const role = findRole(call, input.RoleName);
  const names = Object.keys(role.inline);
  const { items, more } = page(names, (name) => name, input, ['role-policies', role.name]);
  return { PolicyNames: items, ...more };
};

export const deleteRolePolicy: IamOperation<'DeleteRolePolicy'> = (input, call) => {
  const role = changeableRole(call, input.RoleName);
  if (!Object.hasOwn(role.inline, input.PolicyName)) throw noSuchRolePolicy(input.PolicyName);
  const kept = Object.entries(role.inline).filter(([name]) => name !== input.PolicyName);
  call.tables.roles.put({ ...role, inline: Object.fromEntries(kept) });
  return {};
};

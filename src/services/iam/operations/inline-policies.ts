import { noSuchHolderPolicy, tooMuchInline } from '../errors.ts';
import { groupHolder, type HolderKind, roleHolder, userHolder } from '../model/holders.ts';
import { encodeDocument } from '../model/names.ts';
import { page } from '../model/page.ts';
import { checkIdentityPolicy } from '../model/policy-document.ts';
import { sizeOf } from '../model/roles.ts';
import type { IamCall, IamOperation } from '../operation.ts';

/** Policies that lie in a user, group or role: the same four operations for each. */

interface Inline {
  readonly PolicyName: string;
  readonly PolicyDocument: string;
}

function put(of: HolderKind, call: IamCall, name: string, { PolicyName, PolicyDocument }: Inline): void {
  of.change(call, name, (holder) => {
    checkIdentityPolicy(PolicyDocument);
    const inline = Object.fromEntries([
      ...Object.entries(holder.inline),
      [PolicyName, PolicyDocument] as const,
    ]);
    const size = Object.values(inline).reduce((sum, document) => sum + sizeOf(document), 0);
    if (size > of.mostInline) throw tooMuchInline(of.kind, holder.name, of.mostInline);
    return { inline };
  });
}

function get(of: HolderKind, call: IamCall, name: string, policyName: string): Inline & { name: string } {
  const holder = of.find(call, name);
  const document = Object.hasOwn(holder.inline, policyName) ? holder.inline[policyName] : undefined;
  if (document === undefined) throw noSuchHolderPolicy(of.kind, policyName);
  return { name: holder.name, PolicyName: policyName, PolicyDocument: encodeDocument(document) };
}

function list(
  of: HolderKind,
  call: IamCall,
  name: string,
  asked: { readonly Marker?: string; readonly MaxItems?: number },
): { PolicyNames: string[]; IsTruncated: boolean; Marker?: string } {
  const holder = of.find(call, name);
  const query = [`${of.kind}-policies`, holder.name];
  const { items, more } = page(Object.keys(holder.inline), (key) => key, asked, query);
  return { PolicyNames: items, ...more };
}

function remove(of: HolderKind, call: IamCall, name: string, policyName: string): void {
  of.change(call, name, ({ inline }) => {
    if (!Object.hasOwn(inline, policyName)) throw noSuchHolderPolicy(of.kind, policyName);
    return { inline: Object.fromEntries(Object.entries(inline).filter(([key]) => key !== policyName)) };
  });
}

export const putRolePolicy: IamOperation<'PutRolePolicy'> = (input, call) => {
  put(roleHolder, call, input.RoleName, input);
  return {};
};
export const putUserPolicy: IamOperation<'PutUserPolicy'> = (input, call) => {
  put(userHolder, call, input.UserName, input);
  return {};
};
export const putGroupPolicy: IamOperation<'PutGroupPolicy'> = (input, call) => {
  put(groupHolder, call, input.GroupName, input);
  return {};
};

export const getRolePolicy: IamOperation<'GetRolePolicy'> = (input, call) => {
  const { name, ...policy } = get(roleHolder, call, input.RoleName, input.PolicyName);
  return { RoleName: name, ...policy };
};
export const getUserPolicy: IamOperation<'GetUserPolicy'> = (input, call) => {
  const { name, ...policy } = get(userHolder, call, input.UserName, input.PolicyName);
  return { UserName: name, ...policy };
};
export const getGroupPolicy: IamOperation<'GetGroupPolicy'> = (input, call) => {
  const { name, ...policy } = get(groupHolder, call, input.GroupName, input.PolicyName);
  return { GroupName: name, ...policy };
};

export const listRolePolicies: IamOperation<'ListRolePolicies'> = (input, call) =>
  list(roleHolder, call, input.RoleName, input);
export const listUserPolicies: IamOperation<'ListUserPolicies'> = (input, call) =>
  list(userHolder, call, input.UserName, input);
export const listGroupPolicies: IamOperation<'ListGroupPolicies'> = (input, call) =>
  list(groupHolder, call, input.GroupName, input);

export const deleteRolePolicy: IamOperation<'DeleteRolePolicy'> = (input, call) => {
  remove(roleHolder, call, input.RoleName, input.PolicyName);
  return {};
};
export const deleteUserPolicy: IamOperation<'DeleteUserPolicy'> = (input, call) => {
  remove(userHolder, call, input.UserName, input.PolicyName);
  return {};
};
export const deleteGroupPolicy: IamOperation<'DeleteGroupPolicy'> = (input, call) => {
  remove(groupHolder, call, input.GroupName, input.PolicyName);
  return {};
};

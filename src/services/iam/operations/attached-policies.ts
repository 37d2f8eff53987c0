import type { AttachedPolicy } from '../../../aws/contract/iam.types.gen.ts';
import { noSuchPolicy, tooManyAttachments } from '../errors.ts';
import { groupHolder, type HolderKind, roleHolder, userHolder } from '../model/holders.ts';
import { page } from '../model/page.ts';
import { attachablePolicy, policyNamed } from '../model/policies.ts';
import type { IamCall, IamOperation } from '../operation.ts';

/** Managed policies on a user, group or role: the same three operations for each. */

const MOST = 10;

/** Attaching what is attached already changes nothing. */
function attach(of: HolderKind, call: IamCall, name: string, arn: string): void {
  of.change(call, name, ({ attached }) => {
    attachablePolicy(call, arn);
    if (attached.includes(arn)) return {};
    if (attached.length >= MOST) throw tooManyAttachments(of.kind);
    return { attached: [...attached, arn] };
  });
}

function detach(of: HolderKind, call: IamCall, name: string, arn: string): void {
  of.change(call, name, ({ attached }) => {
    if (!attached.includes(arn)) throw noSuchPolicy(arn);
    return { attached: attached.filter((other) => other !== arn) };
  });
}

interface Asked {
  readonly PathPrefix?: string;
  readonly Marker?: string;
  readonly MaxItems?: number;
}

function list(
  of: HolderKind,
  call: IamCall,
  name: string,
  asked: Asked,
): { AttachedPolicies: AttachedPolicy[]; IsTruncated: boolean; Marker?: string } {
  const { PathPrefix = '/' } = asked;
  const holder = of.find(call, name);
  const policies = holder.attached.flatMap((arn) => {
    const policy = policyNamed(call, arn);
    return policy?.path.startsWith(PathPrefix) ? [{ PolicyName: policy.name, PolicyArn: arn }] : [];
  });
  const query = [`attached-${of.kind}`, holder.name, PathPrefix];
  const { items, more } = page(policies, ({ PolicyArn }) => PolicyArn, asked, query);
  return { AttachedPolicies: items, ...more };
}

export const attachRolePolicy: IamOperation<'AttachRolePolicy'> = (input, call) => {
  attach(roleHolder, call, input.RoleName, input.PolicyArn);
  return {};
};
export const attachUserPolicy: IamOperation<'AttachUserPolicy'> = (input, call) => {
  attach(userHolder, call, input.UserName, input.PolicyArn);
  return {};
};
export const attachGroupPolicy: IamOperation<'AttachGroupPolicy'> = (input, call) => {
  attach(groupHolder, call, input.GroupName, input.PolicyArn);
  return {};
};

export const detachRolePolicy: IamOperation<'DetachRolePolicy'> = (input, call) => {
  detach(roleHolder, call, input.RoleName, input.PolicyArn);
  return {};
};
export const detachUserPolicy: IamOperation<'DetachUserPolicy'> = (input, call) => {
  detach(userHolder, call, input.UserName, input.PolicyArn);
  return {};
};
export const detachGroupPolicy: IamOperation<'DetachGroupPolicy'> = (input, call) => {
  detach(groupHolder, call, input.GroupName, input.PolicyArn);
  return {};
};

export const listAttachedRolePolicies: IamOperation<'ListAttachedRolePolicies'> = (input, call) =>
  list(roleHolder, call, input.RoleName, input);
export const listAttachedUserPolicies: IamOperation<'ListAttachedUserPolicies'> = (input, call) =>
  list(userHolder, call, input.UserName, input);
export const listAttachedGroupPolicies: IamOperation<'ListAttachedGroupPolicies'> = (input, call) =>
  list(groupHolder, call, input.GroupName, input);

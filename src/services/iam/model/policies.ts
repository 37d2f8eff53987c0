import type { Policy } from '../../../aws/contract/iam.types.gen.ts';
import { noSuchPolicy, notAttachable, policyOfAws, policyTooLong } from '../errors.ts';
import type { IamCall } from '../operation.ts';
import { awsPolicies, awsPolicy } from './aws-policies.ts';
import { entityArn } from './names.ts';
import { checkManagedPolicy } from './policy-document.ts';
import { sizeOf } from './roles.ts';
import type { PolicyRecord } from './tables.ts';

const FORM =
  /^arn:[^:]+:iam::(?<owner>aws|\d{12}):policy(?<path>\/(?:[\u0021-\u007e]+\/)?)(?<name>[\w+=,.@-]+)$/;

/** A managed policy by its ARN: the account's own, or AWS's. */
export function policyNamed(
  { tables, account }: Pick<IamCall, 'tables' | 'account'>,
  arn: string,
): PolicyRecord | undefined {
  const { owner, path, name = '' } = FORM.exec(arn)?.groups ?? {};
  const policy =
    owner === 'aws' ? awsPolicy(name) : owner === account ? tables.policies.get(account, name) : undefined;
  return policy?.path === path && policy?.name === name ? policy : undefined;
}

export function findPolicy(call: IamCall, arn: string): PolicyRecord {
  const policy = policyNamed(call, arn);
  if (policy === undefined) throw noSuchPolicy(arn);
  return policy;
}

export function attachablePolicy(call: IamCall, arn: string): PolicyRecord {
  const policy = policyNamed(call, arn);
  if (policy === undefined) throw notAttachable(arn);
  return policy;
}

/** A policy that its account may change. */
export function changeablePolicy(call: IamCall, arn: string): PolicyRecord {
  const policy = findPolicy(call, arn);
  if (policy.account === 'aws') throw policyOfAws();
  return policy;
}

export function checkedPolicy(document: string): string {
  checkManagedPolicy(document);
  if (sizeOf(document) > 6144) throw policyTooLong();
  return document;
}

/** Of one account, of AWS, or both; by path. */
export function listPolicies(
  { tables, account }: IamCall,
  scope: string | undefined,
  pathPrefix = '/',
): readonly PolicyRecord[] {
  const own = scope === 'AWS' ? [] : tables.policies.list(account, pathPrefix);
  const aws = scope === 'Local' ? [] : awsPolicies().filter(({ path }) => path.startsWith(pathPrefix));
  return [...own, ...aws];
}

export const policyArn = (call: IamCall, policy: PolicyRecord): string => entityArn(call, 'policy', policy);

/** As GetPolicy answers it. The use of all policies is counted at once, for lists. */
export function describePolicy(call: IamCall, policy: PolicyRecord, uses = countUses(call)): Policy {
  return {
    ...listedPolicy(call, policy, uses),
    ...(policy.description !== undefined && { Description: policy.description }),
    Tags: [...policy.tags],
  };
}

/** As ListPolicies answers it: without description and tags. */
export function listedPolicy(call: IamCall, policy: PolicyRecord, uses: PolicyUses): Policy {
  const arn = policyArn(call, policy);
  return {
    PolicyName: policy.name,
    PolicyId: policy.uniqueId,
    Arn: arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersion,
    AttachmentCount: uses.attached.get(arn) ?? 0,
    PermissionsBoundaryUsageCount: uses.boundaries.get(arn) ?? 0,
    IsAttachable: true,
    CreateDate: policy.createdAt,
    UpdateDate: policy.updatedAt,
  };
}

/** How many users, groups and roles each policy is attached to, and the boundary of; by ARN. */
export interface PolicyUses {
  readonly attached: ReadonlyMap<string, number>;
  readonly boundaries: ReadonlyMap<string, number>;
}

export function countUses({ tables, account }: IamCall): PolicyUses {
  const attached = new Map<string, number>();
  const boundaries = new Map<string, number>();
  const count = (uses: Map<string, number>, arn: string): void =>
    void uses.set(arn, (uses.get(arn) ?? 0) + 1);
  for (const holder of [...tables.roles.list(account), ...tables.users.list(account)]) {
    for (const arn of holder.attached) count(attached, arn);
    if (holder.boundary !== undefined) count(boundaries, holder.boundary);
  }
  for (const group of tables.groups.list(account)) {
    for (const arn of group.attached) count(attached, arn);
  }
  return { attached, boundaries };
}

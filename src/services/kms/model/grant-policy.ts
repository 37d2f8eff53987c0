import type { GrantConstraints } from '../../../aws/contract/kms.types.gen.ts';
import { policyOf } from './policies.ts';
import type { GrantRecord, KeyRecord } from './tables.ts';

/**
 * The key's policy with its grants as statements of it: to IAM, a grant is one more thing that the key itself
 * allows somebody.
 */
export function policyWithGrants(key: KeyRecord, grants: readonly GrantRecord[]): string {
  const text = policyOf(key);
  if (grants.length === 0) return text;
  const policy: unknown = JSON.parse(text);
  if (typeof policy !== 'object' || policy === null) return text;
  const standing: unknown = 'Statement' in policy ? policy.Statement : [];
  const statements: unknown[] = Array.isArray(standing) ? standing : [standing];
  return JSON.stringify({ ...policy, Statement: [...statements, ...grants.map(statementOf)] });
}

function statementOf({ grantee, operations, constraints }: GrantRecord): object {
  return {
    Effect: 'Allow',
    Principal: 'arn' in grantee ? { AWS: grantee.arn } : { Service: grantee.service },
    Action: operations.map((operation) => `kms:${operation}`),
    Resource: '*',
    ...(constraints !== undefined && { Condition: conditionOf(constraints) }),
  };
}

/** `EncryptionContextEquals` also means that there is nothing else in the context. */
function conditionOf(constraints: GrantConstraints): object {
  const { EncryptionContextSubset: subset, EncryptionContextEquals: equals, SourceArn: source } = constraints;
  const pairs = Object.entries({ ...subset, ...equals });
  return {
    StringEquals: {
      ...Object.fromEntries(pairs.map(([name, value]) => [`kms:EncryptionContext:${name}`, value])),
      ...(source !== undefined && { 'aws:SourceArn': source }),
    },
    ...(equals !== undefined && {
      'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': Object.keys(equals) },
    }),
  };
}

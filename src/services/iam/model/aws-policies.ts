import { createHash } from 'node:crypto';
import { base32 } from '../../../aws/base32.ts';
import { type AwsPolicyText, awsPolicyTexts } from './aws-policy-texts.ts';
import type { PolicyRecord } from './tables.ts';

/** Seconds: a day before any that a user can make here. */
const CREATED_AT = Date.UTC(2015, 1, 6) / 1000;

/** The AWS-managed policies that users of Amazon ECS name. They stand in every account and cannot be changed. */
const records: ReadonlyMap<string, PolicyRecord> = new Map(
  awsPolicyTexts.map((policy) => [policy.name, recordOf(policy)]),
);

export function awsPolicy(name: string): PolicyRecord | undefined {
  return records.get(name);
}

export function awsPolicies(): readonly PolicyRecord[] {
  return [...records.values()];
}

function recordOf({ name, path, statements }: AwsPolicyText): PolicyRecord {
  return {
    account: 'aws',
    name,
    path,
    uniqueId: `ANPA${base32(createHash('sha256').update(name).digest().subarray(0, 15)).slice(-17)}`,
    createdAt: CREATED_AT,
    updatedAt: CREATED_AT,
    tags: [],
    versions: [
      {
        id: 'v1',
        document: JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2),
        createdAt: CREATED_AT,
      },
    ],
    defaultVersion: 'v1',
    lastVersion: 1,
  };
}

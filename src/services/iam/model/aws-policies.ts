import { createHash } from 'node:crypto';
import { base32 } from '../../../aws/base32.ts';
import { type AwsPolicyText, awsPolicyTexts } from './aws-policy-texts.ts';
import type { PolicyRecord } from './tables.ts';

/** Made when they are first asked for. */
const records = new Map<string, PolicyRecord>();

/** One of the AWS-managed policies that users of Amazon ECS name. They stand in every account and cannot be changed. */
export function awsPolicy(name: string): PolicyRecord | undefined {
  const known = records.get(name);
  if (known !== undefined) return known;
  const text = awsPolicyTexts.get(name);
  if (text === undefined) return undefined;
  const record = recordOf(name, text);
  records.set(name, record);
  return record;
}

export function awsPolicies(): readonly PolicyRecord[] {
  return awsPolicyTexts.names().flatMap((name) => awsPolicy(name) ?? []);
}

function recordOf(name: string, text: AwsPolicyText): PolicyRecord {
  const { path, version: id, createdAt, updatedAt, document } = text;
  return {
    account: 'aws',
    name,
    path,
    uniqueId: `ANPA${base32(createHash('sha256').update(name).digest().subarray(0, 15)).slice(-17)}`,
    createdAt,
    updatedAt,
    tags: [],
    versions: [{ id, document: JSON.stringify(document, null, 2), createdAt: updatedAt }],
    defaultVersion: id,
    lastVersion: Number(id.slice(1)),
  };
}

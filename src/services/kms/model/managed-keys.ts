import { randomBytes } from 'node:crypto';
import { day, type KmsCall } from '../operation.ts';
import { keyArn } from './arns.ts';
import { keepMaterial, secretLength } from './material.ts';
import type { KeyRecord } from './tables.ts';

/** Services that have a key of their own in each account and region, and what AWS says it is for. */
const descriptions: ReadonlyMap<string, string> = new Map([
  ['alias/aws/ebs', 'Default key that protects my EBS volumes when no other key is defined'],
  ['alias/aws/ecr', 'Default key that protects my ECR data when no other key is defined'], // (I)
  ['alias/aws/s3', 'Default key that protects my S3 objects when no other key is defined'],
  [
    'alias/aws/secretsmanager',
    'Default key that protects my Secrets Manager data when no other key is defined',
  ],
  ['alias/aws/ssm', 'Default key that protects my SSM parameters when no other key is defined'],
]);

/** The aliases that every account has, also where there is no key behind them yet. */
export const managedAliases: readonly string[] = [...descriptions.keys()];

/** Of managed keys: about a year, without being asked. */
export const managedRotationDays = 365;

/** Makes the key behind an alias of AWS, as its first use does. `undefined` for any other alias. */
export function managedKeyOf(call: KmsCall, alias: string): KeyRecord | undefined {
  const description = descriptions.get(alias);
  if (description === undefined) return undefined;
  const { account, region, tables, now, ids } = call;
  const id = ids.uuid();
  const managedFor = alias.slice('alias/aws/'.length);
  const material = keepMaterial(call, { keyId: id, version: 1 }, randomBytes(secretLength));
  const key: KeyRecord = {
    id,
    account,
    region,
    arn: keyArn(call, id),
    description,
    spec: 'SYMMETRIC_DEFAULT',
    usage: 'ENCRYPT_DECRYPT',
    enabled: true,
    createdAt: now,
    managedFor,
    tags: [],
    rotation: { days: managedRotationDays, nextAt: now + managedRotationDays * day },
    version: 1,
    materialId: material.id,
  };
  tables.keys.put(key);
  tables.aliases.put({ account, region, name: alias, keyId: id, createdAt: now, updatedAt: now });
  return key;
}

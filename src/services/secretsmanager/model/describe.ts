import type { DescribeSecretResponse } from '../../../aws/contract/secretsmanager.types.gen.ts';
import { seconds, type SecretsCall } from '../operation.ts';
import { windowFrom } from '../rotation/schedule.ts';
import type { RotationRecord, SecretRecord, VersionRecord } from './tables.ts';
import { inOrderOfMaking, versionsOf } from './versions.ts';

type Described = Omit<DescribeSecretResponse, 'VersionIdsToStages' | 'ReplicationStatus'>;

/** What DescribeSecret and ListSecrets tell alike; what was never said is left out, as by AWS. */
export function describeSecret(secret: SecretRecord): Described {
  const { description, kmsKeyId, type, tags, accessedAt, deletionAt } = secret;
  return {
    ARN: secret.arn,
    Name: secret.name,
    ...(type !== undefined && { Type: type }),
    ...(description !== undefined && { Description: description }),
    ...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId }),
    ...(secret.rotation !== undefined && rotationOf(secret.rotation)),
    LastChangedDate: seconds(secret.changedAt),
    ...(accessedAt !== undefined && { LastAccessedDate: seconds(accessedAt) }),
    ...(deletionAt !== undefined && { DeletedDate: seconds(deletionAt) }),
    ...(tags.length > 0 && { Tags: [...tags] }),
    CreatedDate: seconds(secret.createdAt),
  };
}

/** AWS tells by when a rotation is through at the latest: when its window closes. */
function rotationOf(rotation: RotationRecord): Described {
  const { enabled, lambdaArn, rules, lastAt, nextAt } = rotation;
  const window = nextAt === undefined ? undefined : windowFrom(rules, nextAt);
  return {
    RotationEnabled: enabled,
    RotationLambdaARN: lambdaArn,
    ...(Object.keys(rules).length > 0 && { RotationRules: rules }),
    ...(lastAt !== undefined && { LastRotatedDate: seconds(lastAt) }),
    ...(window !== undefined && { NextRotationDate: seconds(window.closes) }),
  };
}

type Stages = Record<string, string[]>;

/** `undefined` for a secret without a value. */
export const versionsToStages = (call: SecretsCall, secret: SecretRecord): Stages | undefined =>
  stagesOf(versionsOf(call, secret));

/** The same of many secrets, by ARN, in one look. */
export function versionsToStagesOf(
  { tables }: SecretsCall,
  secrets: readonly SecretRecord[],
): ReadonlyMap<string, Stages | undefined> {
  if (secrets.length === 0) return new Map();
  const versions = tables.versions.select({ where: { secret_arn: { in: secrets.map(({ arn }) => arn) } } });
  const bySecret = Map.groupBy(versions, ({ secretArn }) => secretArn);
  return new Map([...bySecret].map(([arn, found]) => [arn, stagesOf(inOrderOfMaking(found))]));
}

function stagesOf(versions: readonly VersionRecord[]): Stages | undefined {
  const staged = versions.filter(({ stages }) => stages.length > 0);
  if (staged.length === 0) return undefined;
  return Object.fromEntries(staged.map(({ versionId, stages }) => [versionId, [...stages]]));
}

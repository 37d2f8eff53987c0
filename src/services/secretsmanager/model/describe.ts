import type { DescribeSecretResponse } from '../../../aws/contract/secretsmanager.types.gen.ts';
import { seconds, type SecretsCall } from '../operation.ts';
import type { SecretRecord } from './tables.ts';
import { versionsOf } from './versions.ts';

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
    LastChangedDate: seconds(secret.changedAt),
    ...(accessedAt !== undefined && { LastAccessedDate: seconds(accessedAt) }),
    ...(deletionAt !== undefined && { DeletedDate: seconds(deletionAt) }),
    ...(tags.length > 0 && { Tags: [...tags] }),
    CreatedDate: seconds(secret.createdAt),
  };
}

/** `undefined` for a secret without a value. */
export function versionsToStages(
  call: SecretsCall,
  secret: SecretRecord,
): Record<string, string[]> | undefined {
  const staged = versionsOf(call, secret).filter(({ stages }) => stages.length > 0);
  if (staged.length === 0) return undefined;
  return Object.fromEntries(staged.map(({ versionId, stages }) => [versionId, [...stages]]));
}

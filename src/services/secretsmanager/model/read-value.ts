import type { GetSecretValueResponse } from '../../../aws/contract/secretsmanager.types.gen.ts';
import { stageMismatch, valueNotFound } from '../errors.ts';
import { seconds, type SecretsCall } from '../operation.ts';
import { current, holderOf } from './stages.ts';
import type { SecretRecord, VersionRecord } from './tables.ts';
import { openValue } from './values.ts';
import { versionsOf } from './versions.ts';

const day = 86_400_000;

/** The version that is asked for, by id, by stage, or by both, which then must agree. */
export function chosenVersion(
  call: SecretsCall,
  secret: SecretRecord,
  wanted: { readonly VersionId?: string; readonly VersionStage?: string },
): VersionRecord {
  const { VersionId: id, VersionStage: stage } = wanted;
  if (id !== undefined) {
    const version = call.tables.versions.get(secret.arn, id);
    if (version === undefined) throw valueNotFound('VersionId', id);
    if (stage !== undefined && !version.stages.includes(stage)) throw stageMismatch();
    if (version.kind === 'none') throw valueNotFound('VersionId', id);
    return version;
  }
  const version = holderOf(versionsOf(call, secret), stage ?? current);
  if (version === undefined || version.kind === 'none') {
    throw valueNotFound('staging label', stage ?? current);
  }
  return version;
}

export function readValue(
  call: SecretsCall,
  secret: SecretRecord,
  version: VersionRecord,
): GetSecretValueResponse {
  noteAccess(call, secret, version);
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: version.versionId,
    ...openValue(call, version),
    ...(version.stages.length > 0 && { VersionStages: [...version.stages] }),
    CreatedDate: seconds(version.createdAt),
  };
}

/** AWS keeps the day only, so that one write a day does. */
function noteAccess({ tables, now }: SecretsCall, secret: SecretRecord, version: VersionRecord): void {
  const accessedAt = Math.floor(now / day) * day;
  if (secret.accessedAt !== accessedAt) tables.secrets.put({ ...secret, accessedAt });
  if (version.accessedAt !== accessedAt) tables.versions.put({ ...version, accessedAt });
}

import { tokenInUse, tooManyStages } from '../errors.ts';
import type { SecretsCall } from '../operation.ts';
import { current, inUse, moveStages } from './stages.ts';
import type { SecretRecord, VersionRecord } from './tables.ts';
import { openValue, resealValue, sameValue, sealValue, type SecretValue } from './values.ts';

const mostStages = 20;
/** Deprecated versions are removed beyond this many, but none of the last day. */
const mostVersions = 100;
const day = 86_400_000;

/** In the order in which they were made. */
export function versionsOf(call: Pick<SecretsCall, 'tables'>, secret: SecretRecord): VersionRecord[] {
  return inOrderOfMaking(call.tables.versions.select({ where: { secret_arn: secret.arn } }));
}

export const inOrderOfMaking = (versions: readonly VersionRecord[]): VersionRecord[] =>
  versions.toSorted((a, b) => a.createdAt - b.createdAt);

/**
 * A new version under the client's token. The same token with the same value is the same request again and
 * changes nothing; with another value it is refused.
 */
export function addVersion(
  call: SecretsCall,
  secret: SecretRecord,
  wanted: { readonly token: string; readonly value: SecretValue; readonly stages: readonly string[] },
): VersionRecord {
  const { token, value } = wanted;
  const versions = versionsOf(call, secret);
  const standing = versions.find(({ versionId }) => versionId === token);
  // The version that a rotation has made is filled, and keeps its labels beside the new ones.
  if (standing?.kind === 'none') return fillVersion(call, secret, versions, standing, wanted);
  if (standing !== undefined) {
    if (!sameValue(openValue(call, standing), value)) throw tokenInUse(token, secret.arn);
    return standing;
  }
  const identity = { secretArn: secret.arn, versionId: token };
  const sealed = sealValue(call, secret, token, value);
  const made: VersionRecord = { ...identity, ...sealed, stages: [], createdAt: call.now };
  // The first version is the current one, whatever else it is called.
  const stages = versions.length === 0 ? [...wanted.stages, current] : wanted.stages;
  const after = writeStages(call, [...versions, made], moveStages([...versions, made], token, stages));
  removeDeprecated(call, after);
  call.tables.secrets.put({ ...secret, changedAt: call.now });
  return after.find(({ versionId }) => versionId === token) ?? made;
}

function fillVersion(
  call: SecretsCall,
  secret: SecretRecord,
  versions: readonly VersionRecord[],
  empty: VersionRecord,
  { value, stages }: { readonly value: SecretValue; readonly stages: readonly string[] },
): VersionRecord {
  const { versionId } = empty;
  const filled = { ...empty, ...sealValue(call, secret, versionId, value) };
  call.tables.versions.put(filled);
  const all = versions.map((version) => (version === empty ? filled : version));
  const after = writeStages(call, all, moveStages(all, versionId, stages));
  call.tables.secrets.put({ ...secret, changedAt: call.now });
  return after.find((version) => version.versionId === versionId) ?? filled;
}

/** Writes what differs, and what is new. */
export function writeStages(
  call: Pick<SecretsCall, 'tables'>,
  before: readonly VersionRecord[],
  after: readonly VersionRecord[],
): readonly VersionRecord[] {
  if (after.flatMap(({ stages }) => stages).length > mostStages) throw tooManyStages();
  for (const version of after) if (!before.includes(version)) call.tables.versions.put(version);
  return after;
}

/** Encrypts what is in use anew, when the secret is given another key. */
export function resealVersions(call: SecretsCall, secret: SecretRecord): void {
  for (const version of versionsOf(call, secret)) {
    const isUsed = version.stages.some((stage) => inUse.includes(stage));
    if (isUsed && version.kind !== 'none') call.tables.versions.put(resealValue(call, secret, version));
  }
}

function removeDeprecated(call: SecretsCall, versions: readonly VersionRecord[]): void {
  const surplus = Math.max(0, versions.length - mostVersions);
  const old = versions.filter(({ stages, createdAt }) => stages.length === 0 && createdAt < call.now - day);
  for (const { secretArn, versionId } of old.slice(0, surplus)) {
    call.tables.versions.delete(secretArn, versionId);
  }
}

/** For good, with all of its values. */
export function eraseSecret({ tables }: Pick<SecretsCall, 'tables'>, secret: SecretRecord): void {
  for (const { secretArn, versionId } of tables.versions.select({ where: { secret_arn: secret.arn } })) {
    tables.versions.delete(secretArn, versionId);
  }
  tables.secrets.delete(secret.account, secret.region, secret.name);
}

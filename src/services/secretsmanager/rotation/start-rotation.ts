import { rotationIncomplete } from '../errors.ts';
import { current, holderOf, moveStages, pending } from '../model/stages.ts';
import type { RotationRecord, SecretRecord, VersionRecord } from '../model/tables.ts';
import { versionsOf, writeStages } from '../model/versions.ts';
import type { SecretsCall } from '../operation.ts';

type Starting = Pick<SecretsCall, 'tables' | 'now' | 'ids'>;

/** The version that waits for a rotation which is not through: one that is pending and not current. */
export function unfinished(
  call: Pick<SecretsCall, 'tables'>,
  secret: SecretRecord,
): VersionRecord | undefined {
  const version = holderOf(versionsOf(call, secret), pending);
  return version?.stages.includes(current) === true ? undefined : version;
}

/**
 * Makes the version that a rotation is to fill, without a value, and leaves the rest to the rotator. A
 * rotation that is not through is taken up again instead; whoever asked for another one is told.
 */
export function startRotation(
  call: Starting,
  secret: SecretRecord,
  rotation: RotationRecord,
  { versionId, testOnly }: { readonly versionId: string; readonly testOnly: boolean },
): { readonly refused?: Error } {
  const left = unfinished(call, secret);
  const resumed = left !== undefined && left.versionId !== versionId;
  const id = resumed ? left.versionId : versionId;
  if (left === undefined) addPending(call, secret, versionId);
  const job = {
    versionId: id,
    token: call.ids.uuid(),
    attempts: 0,
    dueAt: call.now,
    testOnly: testOnly && !resumed,
  };
  call.tables.secrets.put({ ...secret, rotation: { ...rotation, job }, changedAt: call.now });
  return resumed ? { refused: rotationIncomplete() } : {};
}

function addPending(call: Starting, secret: SecretRecord, versionId: string): void {
  const versions = versionsOf(call, secret);
  const standing = versions.find((version) => version.versionId === versionId);
  const made: VersionRecord = standing ?? {
    secretArn: secret.arn,
    versionId,
    stages: [],
    kind: 'none',
    sealed: '',
    createdAt: call.now,
  };
  const all = standing === undefined ? [...versions, made] : versions;
  writeStages(call, versions, moveStages(all, versionId, [pending]));
}

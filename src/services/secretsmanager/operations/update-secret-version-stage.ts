import {
  currentCannotGo,
  moveOrRemove,
  removeFromMissing,
  removeFromOther,
  stageNotAttached,
  versionNotFound,
} from '../errors.ts';
import { activeSecret } from '../model/find.ts';
import { current, holderOf, moveStages, removeStage } from '../model/stages.ts';
import { versionsOf, writeStages } from '../model/versions.ts';
import type { SecretsOperation } from '../operation.ts';

/** Moves a staging label from version to version, attaches it, or takes it off. */
export const updateSecretVersionStage: SecretsOperation<'UpdateSecretVersionStage'> = (input, call) => {
  const { VersionStage: stage, RemoveFromVersionId: from, MoveToVersionId: to } = input;
  const secret = activeSecret(call, input.SecretId);
  const versions = versionsOf(call, secret);
  const missing = [from, to].find(
    (id) => id !== undefined && !versions.some(({ versionId }) => versionId === id),
  );
  if (missing !== undefined) throw versionNotFound(missing);
  const holder = holderOf(versions, stage)?.versionId;
  if (to === undefined) {
    if (from === undefined) throw moveOrRemove();
    if (holder !== from) throw stageNotAttached(stage, from);
    if (stage === current) throw currentCannotGo();
    writeStages(call, versions, removeStage(versions, from, stage));
  } else {
    if (holder !== undefined && holder !== to) {
      if (from === undefined) throw removeFromMissing(stage, holder);
      if (from !== holder) throw removeFromOther(stage);
    }
    writeStages(call, versions, moveStages(versions, to, [stage]));
  }
  call.tables.secrets.put({ ...secret, changedAt: call.now });
  return { ARN: secret.arn, Name: secret.name };
};

import { alreadyScheduled, forceAndWindow, invalidWindow } from '../errors.ts';
import { anySecret, findSecret } from '../model/find.ts';
import { eraseSecret } from '../model/versions.ts';
import { seconds, type SecretsCall, type SecretsOperation } from '../operation.ts';

const day = 86_400_000;
const defaultWindow = 30;

/** Schedules the deletion, or deletes at once when forced. */
export const deleteSecret: SecretsOperation<'DeleteSecret'> = (input, call) => {
  const { SecretId: id, RecoveryWindowInDays: window, ForceDeleteWithoutRecovery: force = false } = input;
  if (force && window !== undefined) throw forceAndWindow();
  if (window !== undefined && (window < 7 || window > 30)) throw invalidWindow();
  if (force) return erase(call, id);
  const secret = anySecret(call, id);
  if (secret.deletionAt !== undefined) throw alreadyScheduled();
  const deletionAt = call.now + (window ?? defaultWindow) * day;
  call.tables.secrets.put({ ...secret, deletionAt });
  return { ARN: secret.arn, Name: secret.name, DeletionDate: seconds(deletionAt) };
};

/** As AWS documents it, to force the deletion of what is not there is no error. */
function erase(call: SecretsCall, id: string): ReturnType<typeof deleteSecret> {
  const secret = findSecret(call, id);
  const DeletionDate = seconds(call.now);
  if (secret === undefined) return { Name: id, DeletionDate };
  eraseSecret(call, secret);
  return { ARN: secret.arn, Name: secret.name, DeletionDate };
}

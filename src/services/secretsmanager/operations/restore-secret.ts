import { anySecret } from '../model/find.ts';
import type { SecretsOperation } from '../operation.ts';

/** Takes back a scheduled deletion; to restore what is not to be deleted changes nothing. */
export const restoreSecret: SecretsOperation<'RestoreSecret'> = (input, call) => {
  const { deletionAt, ...secret } = anySecret(call, input.SecretId);
  if (deletionAt !== undefined) call.tables.secrets.put(secret);
  return { ARN: secret.arn, Name: secret.name };
};

import { activeSecret } from '../model/find.ts';
import type { SecretsOperation } from '../operation.ts';

export const deleteResourcePolicy: SecretsOperation<'DeleteResourcePolicy'> = (input, call) => {
  const { policy, ...secret } = activeSecret(call, input.SecretId);
  if (policy !== undefined) call.tables.secrets.put(secret);
  return { ARN: secret.arn, Name: secret.name };
};

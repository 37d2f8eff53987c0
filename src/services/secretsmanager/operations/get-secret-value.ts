import { activeSecret } from '../model/find.ts';
import { chosenVersion, readValue } from '../model/read-value.ts';
import type { SecretsOperation } from '../operation.ts';

export const getSecretValue: SecretsOperation<'GetSecretValue'> = (input, call) => {
  const secret = activeSecret(call, input.SecretId);
  return readValue(call, secret, chosenVersion(call, secret, input));
};

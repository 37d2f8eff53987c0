import { activeSecret } from '../model/find.ts';
import type { SecretsOperation } from '../operation.ts';

export const getResourcePolicy: SecretsOperation<'GetResourcePolicy'> = (input, call) => {
  const { arn, name, policy } = activeSecret(call, input.SecretId);
  return { ARN: arn, Name: name, ...(policy !== undefined && { ResourcePolicy: policy }) };
};

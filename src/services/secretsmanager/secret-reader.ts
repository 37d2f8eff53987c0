import type { GetSecretValueResponse } from '../../aws/contract/secretsmanager.types.gen.ts';
import type { RequestContext } from '../../aws/service.ts';
import { getSecretValue } from './operations/get-secret-value.ts';
import { callsOf, type SecretsManagerParts } from './parts.ts';

/** The current value of a secret, for another service that is asked for it on somebody's behalf. */
export function secretReader(parts: SecretsManagerParts): {
  get(secretId: string, context: RequestContext): GetSecretValueResponse;
} {
  const callOf = callsOf(parts);
  return {
    get: (secretId, context) =>
      parts.store.transaction(() => getSecretValue({ SecretId: secretId }, callOf(context))),
  };
}

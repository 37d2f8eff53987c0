import type { GetSecretValueResponse } from '../../aws/contract/secretsmanager.types.gen.ts';
import type { RequestContext } from '../../aws/service.ts';
import type { SecretsManagerParts } from './index.ts';
import { secretTables } from './model/tables.ts';
import { getSecretValue } from './operations/get-secret-value.ts';

/** The current value of a secret, for another service that is asked for it on somebody's behalf. */
export function secretReader(parts: SecretsManagerParts): {
  get(secretId: string, context: RequestContext): GetSecretValueResponse;
} {
  const { store, clock, ids, cipher, keys } = parts;
  const tables = secretTables(store);
  return {
    get: (secretId, context) =>
      store.transaction(() =>
        getSecretValue({ SecretId: secretId }, { ...context, tables, now: clock.now(), ids, cipher, keys }),
      ),
  };
}

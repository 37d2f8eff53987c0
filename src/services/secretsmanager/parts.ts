import type { RequestContext } from '../../aws/service.ts';
import type { Cipher } from '../../kernel/cipher.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Store } from '../../store/store.ts';
import type { SecretKeys } from './keys.ts';
import { secretTables } from './model/tables.ts';
import type { SecretsCall } from './operation.ts';
import type { RotationFunction } from './rotation/ports.ts';

export interface SecretsManagerParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly cipher: Cipher;
  readonly keys: SecretKeys;
  /** Absent: secrets cannot be rotated. */
  readonly rotationFunction?: RotationFunction;
}

/** Makes what an operation works with, of who calls. */
export function callsOf(parts: SecretsManagerParts): (context: RequestContext) => SecretsCall {
  const { store, clock, ids, cipher, keys, rotationFunction } = parts;
  const tables = secretTables(store);
  const rotates = rotationFunction !== undefined;
  return (context) => ({ ...context, tables, now: clock.now(), ids, cipher, keys, rotates });
}

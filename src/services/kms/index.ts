import { kmsContract } from '../../aws/contract/kms.gen.ts';
import type { KmsOperations } from '../../aws/contract/kms.types.gen.ts';
import { handlersByName } from '../../aws/dispatch.ts';
import { javaViolationsMessage } from '../../aws/validation/java-paths.ts';
import type { RequestContext, Service } from '../../aws/service.ts';
import type { Cipher } from '../../kernel/cipher.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Store } from '../../store/store.ts';
import { demandsOf } from './demands.ts';
import { unsupported, validation } from './errors.ts';
import { type Keys, keysFor } from './keys.ts';
import { kmsTables } from './model/tables.ts';
import type { KmsCall } from './operation.ts';
import { operations } from './operations/index.ts';

export type { Keys, KeyUse } from './keys.ts';
export { kmsHoldings } from './holdings.ts';
export { startKmsUpkeep } from './upkeep.ts';

export interface KmsParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  /** What key material is sealed with where it lies. */
  readonly cipher: Cipher;
}

/** Keys that never leave, and what is done with them; for callers, and for the other services. */
export function createKms(parts: KmsParts): { readonly service: Service; readonly keys: Keys } {
  const { store, clock, ids, cipher } = parts;
  const tables = kmsTables(store);
  const operationNamed = handlersByName<KmsOperations, KmsCall>(operations);
  const callOf = (context: RequestContext): KmsCall => ({
    ...context,
    tables,
    now: clock.now(),
    ids,
    cipher,
    atomically: (work) => store.transaction(work),
  });
  const service: Service = {
    name: 'kms',
    contract: kmsContract,
    handle(name, input, context) {
      const operation = operationNamed(name);
      if (operation === undefined) throw unsupported(name);
      return store.transaction(() => operation(input, callOf(context)));
    },
    demands: (operation, input, context) => demandsOf(operation, input, callOf(context)),
    validationError: (_, __, violations) => validation(javaViolationsMessage(violations)),
  };
  return { service, keys: keysFor(callOf) };
}

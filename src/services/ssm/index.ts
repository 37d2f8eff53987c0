import { ssmContract } from '../../aws/contract/ssm.gen.ts';
import type { SsmOperations } from '../../aws/contract/ssm.types.gen.ts';
import { demandsBy } from '../../aws/demands.ts';
import { handlersByName } from '../../aws/dispatch.ts';
import { javaViolationsMessage } from '../../aws/validation/java-paths.ts';
import type { Service } from '../../aws/service.ts';
import type { Cipher } from '../../kernel/cipher.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Store } from '../../store/store.ts';
import { ssmDemands } from './demands.ts';
import { notImplemented, validation } from './errors.ts';
import type { ParameterKeys } from './keys.ts';
import { ssmTables } from './model/tables.ts';
import type { ReferencedSecrets, SsmCall } from './operation.ts';
import { operations } from './operations/index.ts';

export { parameterStoreSource } from './parameter-source.ts';
export { type ParameterSeed, seedParameters } from './seed.ts';

export interface SsmParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly cipher: Cipher;
  readonly keys: ParameterKeys;
  readonly secrets: ReferencedSecrets;
}

/** Systems Manager, of which the Parameter Store is here. Values lie in the store sealed. */
export function ssmService(parts: SsmParts): Service {
  const { store, clock, cipher, keys, secrets } = parts;
  const tables = ssmTables(store);
  const operationNamed = handlersByName<SsmOperations, SsmCall>(operations);
  return {
    name: 'ssm',
    contract: ssmContract,
    handle(name, input, context) {
      const operation = operationNamed(name);
      if (operation === undefined) throw notImplemented(name);
      const call: SsmCall = { ...context, tables, now: clock.now(), cipher, keys, secrets };
      return store.transaction(() => operation(input, call));
    },
    demands: demandsBy('ssm', ssmDemands(tables)),
    validationError: (_, __, violations) => validation(javaViolationsMessage(violations)),
  };
}

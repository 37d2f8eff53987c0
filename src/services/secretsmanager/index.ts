import { secretsmanagerContract } from '../../aws/contract/secretsmanager.gen.ts';
import type { SecretsmanagerOperations } from '../../aws/contract/secretsmanager.types.gen.ts';
import { handlersByName } from '../../aws/dispatch.ts';
import { javaViolationsMessage } from '../../aws/validation/java-paths.ts';
import type { Service } from '../../aws/service.ts';
import type { Violation } from '../../aws/validation/violation.ts';
import { secretsDemands } from './demands.ts';
import { notImplemented, validation, valueMissing } from './errors.ts';
import { secretTables } from './model/tables.ts';
import type { SecretsCall } from './operation.ts';
import { operations } from './operations/index.ts';
import { callsOf, type SecretsManagerParts } from './parts.ts';

export type { SecretsManagerParts } from './parts.ts';
export type { RotationFunction } from './rotation/ports.ts';
export { secretsToRotate } from './rotation/waiting.ts';
export { Rotator } from './rotation/rotator.ts';
export { startSecretDeletion } from './deletion.ts';
export { secretReader } from './secret-reader.ts';
export { secretsManagerSource } from './secret-source.ts';
export { type SecretSeed, seedSecrets } from './seed.ts';

/** Secrets with their versions and stages. Values lie in the store sealed, and are shown to those who ask. */
export function secretsManagerService(parts: SecretsManagerParts): Service {
  const { store } = parts;
  const callOf = callsOf(parts);
  const operationNamed = handlersByName<SecretsmanagerOperations, SecretsCall>(operations);
  return {
    name: 'secretsmanager',
    contract: secretsmanagerContract,
    handle(name, input, context) {
      const operation = operationNamed(name);
      if (operation === undefined) throw notImplemented(name);
      return store.transaction(() => operation(input, callOf(context)));
    },
    demands: secretsDemands(secretTables(store)),
    validationError: (_, __, violations) =>
      violations.every(isEmptyValue)
        ? valueMissing()
        : validation(javaViolationsMessage(violations.map(withoutValue))),
  };
}

const secretMembers: ReadonlySet<string> = new Set(['SecretString', 'SecretBinary']);

/** An empty value is none at all to AWS. */
const isEmptyValue = ({ path, message }: Violation): boolean =>
  secretMembers.has(path) && message.endsWith('greater than or equal to 1');

/** What is wrong with a secret value is told without the value. */
const withoutValue = (violation: Violation): Violation =>
  secretMembers.has(violation.path)
    ? { ...violation, message: violation.message.replace(/^.*(?= at 'Secret)/s, 'Value') }
    : violation;

import { registryOf } from '../model/repositories.ts';
import type { EcrOperation } from '../operation.ts';

/** Kept and echoed: nothing is scanned here. */
export const putRegistryScanningConfiguration: EcrOperation<'PutRegistryScanningConfiguration'> = (
  input,
  call,
) => {
  const before = registryOf(call.tables, call);
  const scanType = input.scanType ?? before.scanning?.scanType ?? 'BASIC';
  const scanning = { scanType, rules: input.rules ?? [] };
  call.tables.registries.put({ ...before, scanning });
  return { registryScanningConfiguration: scanning };
};

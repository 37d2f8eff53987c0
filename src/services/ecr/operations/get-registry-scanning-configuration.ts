import { registryOf } from '../model/repositories.ts';
import type { EcrOperation } from '../operation.ts';

export const getRegistryScanningConfiguration: EcrOperation<'GetRegistryScanningConfiguration'> = (
  _input,
  call,
) => ({
  registryId: call.account,
  scanningConfiguration: registryOf(call.tables, call).scanning ?? { scanType: 'BASIC', rules: [] },
});

import { theRepository } from '../model/repositories.ts';
import type { EcrOperation } from '../operation.ts';

/** Kept and echoed: nothing is scanned here. */
export const putImageScanningConfiguration: EcrOperation<'PutImageScanningConfiguration'> = (input, call) => {
  const record = theRepository(call, input);
  const scanOnPush = input.imageScanningConfiguration.scanOnPush ?? false;
  call.tables.repositories.put({ ...record, scanOnPush });
  return {
    registryId: record.account,
    repositoryName: record.name,
    imageScanningConfiguration: { scanOnPush },
  };
};

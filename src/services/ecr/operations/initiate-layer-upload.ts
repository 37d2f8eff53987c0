import { theRepository } from '../model/repositories.ts';
import type { EcrOperation } from '../operation.ts';

/** AWS recommends parts of this size. */
const partSize = 10 * 1024 * 1024;

export const initiateLayerUpload: EcrOperation<'InitiateLayerUpload'> = (input, call) => {
  const record = theRepository(call, input);
  return { uploadId: call.uploads.begin(record, record.name).id, partSize };
};

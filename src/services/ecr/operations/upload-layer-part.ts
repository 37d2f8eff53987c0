import { invalidLayerPart, uploadNotFound } from '../errors.ts';
import { theRepository } from '../model/repositories.ts';
import type { EcrOperation } from '../operation.ts';

/** Parts come in order, each behind the last. */
export const uploadLayerPart: EcrOperation<'UploadLayerPart'> = async (input, call) => {
  const record = theRepository(call, input);
  const { uploadId, partFirstByte, partLastByte } = input;
  const upload = call.uploads.find(record, record.name, uploadId);
  if (upload === undefined) throw uploadNotFound(uploadId, record.name, record.account);
  const where = { registryId: record.account, repositoryName: record.name, uploadId };
  const received = call.uploads.offset(uploadId);
  const part = Buffer.from(input.layerPartBlob, 'base64');
  const follows = partFirstByte === received && partLastByte - partFirstByte + 1 === part.length;
  if (!follows || part.length === 0 || call.uploads.isBusy(uploadId))
    throw invalidLayerPart(received - 1, where);
  const size = await call.uploads.append(upload, one(part));
  return { ...where, lastByteReceived: size - 1 };
};

async function* one(part: Uint8Array): AsyncGenerator<Uint8Array> {
  yield part;
}

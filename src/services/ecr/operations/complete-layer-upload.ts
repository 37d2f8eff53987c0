import { emptyUpload, invalidLayer, layerExists, layerPartTooSmall, uploadNotFound } from '../errors.ts';
import { theRepository } from '../model/repositories.ts';
import type { EcrOperation } from '../operation.ts';

const smallestPart = 5 * 1024 * 1024;

export const completeLayerUpload: EcrOperation<'CompleteLayerUpload'> = async (input, call) => {
  const { account, region, name } = theRepository(call, input);
  const { uploadId, layerDigests } = input;
  const upload = call.uploads.find({ account, region }, name, uploadId);
  if (upload === undefined || call.uploads.isBusy(uploadId)) throw uploadNotFound(uploadId, name, account);
  if (upload.parts.length === 0) throw emptyUpload(uploadId);
  if (upload.parts.slice(0, -1).some((size) => size < smallestPart)) throw layerPartTooSmall();
  const [layerDigest = ''] = layerDigests;
  if (call.tables.layers.get(account, region, name, layerDigest) !== undefined) {
    call.uploads.drop(uploadId);
    throw layerExists(layerDigest, name, account);
  }
  switch (await call.uploads.finish(upload, layerDigest)) {
    case 'stored':
      return { registryId: account, repositoryName: name, uploadId, layerDigest };
    case 'digest-differs':
      throw invalidLayer(layerDigest);
    case 'gone':
      throw uploadNotFound(uploadId, name, account);
  }
};

import { cannotScan, emptyImageId, imageNotFound } from '../errors.ts';
import { findImage } from '../model/images.ts';
import { theRepository } from '../model/repositories.ts';
import type { EcrOperation } from '../operation.ts';

/** Refused in the class that AWS has for images which it cannot scan: here that is all of them. */
export const startImageScan: EcrOperation<'StartImageScan'> = (input, call) => {
  const record = theRepository(call, input);
  const { imageId } = input;
  if (imageId.imageDigest === undefined && imageId.imageTag === undefined) throw emptyImageId();
  if (findImage(call.tables, record, imageId) === undefined)
    throw imageNotFound(imageId, record.name, record.account);
  throw cannotScan();
};

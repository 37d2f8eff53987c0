import { emptyImageId, imageNotFound, scanNotFound } from '../errors.ts';
import { findImage } from '../model/images.ts';
import { theRepository } from '../model/repositories.ts';
import type { EcrOperation } from '../operation.ts';

/** There never are any: nothing is scanned here. */
export const describeImageScanFindings: EcrOperation<'DescribeImageScanFindings'> = (input, call) => {
  const record = theRepository(call, input);
  const { imageId } = input;
  if (imageId.imageDigest === undefined && imageId.imageTag === undefined) throw emptyImageId();
  if (findImage(call.tables, record, imageId) === undefined)
    throw imageNotFound(imageId, record.name, record.account);
  throw scanNotFound(imageId, record.name, record.account);
};

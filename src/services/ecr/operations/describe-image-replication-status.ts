import { emptyImageId, imageNotFound } from '../errors.ts';
import { findImage } from '../model/images.ts';
import { theRepository } from '../model/repositories.ts';
import type { EcrOperation } from '../operation.ts';

/** Nothing is ever replicated here. */
export const describeImageReplicationStatus: EcrOperation<'DescribeImageReplicationStatus'> = (
  input,
  call,
) => {
  const record = theRepository(call, input);
  const { imageId } = input;
  if (imageId.imageDigest === undefined && imageId.imageTag === undefined) throw emptyImageId();
  if (findImage(call.tables, record, imageId) === undefined)
    throw imageNotFound(imageId, record.name, record.account);
  return { repositoryName: record.name, imageId, replicationStatuses: [] };
};

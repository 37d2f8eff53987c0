import type { ImageFailureCode, ImageIdentifier } from '../../../aws/contract/ecr.types.gen.ts';
import { findImage } from './images.ts';
import type { EcrTables, ImageRecord, RepositoryRecord } from './tables.ts';

/** What one identifier of a batch stands for, or why it stands for nothing. */
export type Resolved =
  | { readonly kind: 'image'; readonly image: ImageRecord }
  | { readonly kind: 'failure'; readonly failureCode: ImageFailureCode; readonly failureReason: string };

/** AWS's own codes and reasons. */
export function resolveImage(tables: EcrTables, repository: RepositoryRecord, id: ImageIdentifier): Resolved {
  const { imageDigest, imageTag } = id;
  if (imageDigest === undefined && imageTag === undefined) {
    return failure('MissingDigestAndTag', 'Invalid request parameters: both tag and digest cannot be null');
  }
  if (imageDigest !== undefined && !digestForm.test(imageDigest)) {
    return failure(
      'InvalidImageDigest',
      `Invalid request parameters: image digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'`,
    );
  }
  const image = findImage(tables, repository, id);
  if (image !== undefined) return { kind: 'image', image };
  const isTagOfAnother =
    imageDigest !== undefined &&
    imageTag !== undefined &&
    findImage(tables, repository, { imageTag }) !== undefined;
  return isTagOfAnother
    ? failure('ImageTagDoesNotMatchDigest', 'Requested image tag does not match the digest') // (I)
    : failure('ImageNotFound', 'Requested image not found');
}

export const failure = (failureCode: ImageFailureCode, failureReason: string): Resolved => ({
  kind: 'failure',
  failureCode,
  failureReason,
});

const digestForm = /^[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+$/;

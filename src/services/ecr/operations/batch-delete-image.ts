import type { ImageFailure, ImageIdentifier } from '../../../aws/contract/ecr.types.gen.ts';
import { resolveImage } from '../model/image-ids.ts';
import { listsNaming, removeImage, tagsOf } from '../model/images.ts';
import { theRepository } from '../model/repositories.ts';
import type { EcrOperation } from '../operation.ts';

/** A tag alone is taken off; the image goes with its last tag, or when it is named by its digest. */
export const batchDeleteImage: EcrOperation<'BatchDeleteImage'> = (input, call) => {
  const { tables } = call;
  const record = theRepository(call, input);
  const imageIds: ImageIdentifier[] = [];
  const failures: ImageFailure[] = [];
  for (const id of input.imageIds) {
    const resolved = resolveImage(tables, record, id);
    if (resolved.kind === 'failure') {
      failures.push({
        imageId: id,
        failureCode: resolved.failureCode,
        failureReason: resolved.failureReason,
      });
      continue;
    }
    const { digest } = resolved.image;
    const isOneOfSeveral = id.imageTag !== undefined && tagsOf(tables, record, digest).length > 1;
    if (isOneOfSeveral) {
      tables.tags.delete(record.account, record.region, record.name, id.imageTag ?? '');
      imageIds.push({ imageDigest: digest, ...(id.imageTag === undefined ? {} : { imageTag: id.imageTag }) });
      continue;
    }
    const lists = listsNaming(tables, record, digest);
    if (lists.length > 0) {
      failures.push({
        imageId: id,
        failureCode: 'ImageReferencedByManifestList',
        failureReason: `Requested image referenced by manifest list: [${lists.join(', ')}]`,
      });
      continue;
    }
    imageIds.push(...removeImage(tables, record, digest));
  }
  return { imageIds, failures };
};

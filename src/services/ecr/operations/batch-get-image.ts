import type { Image, ImageFailure } from '../../../aws/contract/ecr.types.gen.ts';
import { resolveImage } from '../model/image-ids.ts';
import { tagsOf } from '../model/images.ts';
import { theRepository } from '../model/repositories.ts';
import type { EcrOperation } from '../operation.ts';

/** An image asked for by digest is answered once for each of its tags, as AWS does. */
export const batchGetImage: EcrOperation<'BatchGetImage'> = (input, call) => {
  const record = theRepository(call, input);
  const images: Image[] = [];
  const failures: ImageFailure[] = [];
  for (const id of input.imageIds) {
    const resolved = resolveImage(call.tables, record, id);
    if (resolved.kind === 'failure') {
      failures.push({
        imageId: id,
        failureCode: resolved.failureCode,
        failureReason: resolved.failureReason,
      });
      continue;
    }
    const { image } = resolved;
    const tags = id.imageTag === undefined ? tagsOf(call.tables, record, image.digest) : [id.imageTag];
    for (const imageTag of tags.length === 0 ? [undefined] : tags) {
      images.push({
        registryId: record.account,
        repositoryName: record.name,
        imageId: { imageDigest: image.digest, ...(imageTag === undefined ? {} : { imageTag }) },
        imageManifest: image.manifest,
        imageManifestMediaType: image.mediaType,
      });
    }
    if (call.now !== image.pulledAt) call.tables.images.put({ ...image, pulledAt: call.now });
  }
  return { images, failures };
};

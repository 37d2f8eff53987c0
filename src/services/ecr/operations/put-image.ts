import { imageExists, invalidTag } from '../errors.ts';
import { putManifest } from '../model/put-manifest.ts';
import { theRepository } from '../model/repositories.ts';
import { parseDigest } from '../registry/digest.ts';
import { isTag } from '../registry/routes.ts';
import type { EcrOperation } from '../operation.ts';

export const putImage: EcrOperation<'PutImage'> = (input, call) => {
  const record = theRepository(call, input);
  if (input.imageTag !== undefined && !isTag(input.imageTag)) throw invalidTag();
  const algorithm = parseDigest(input.imageDigest ?? '')?.algorithm;
  const { image, wasThere } = putManifest(
    call.tables,
    record,
    {
      manifest: input.imageManifest,
      mediaType: input.imageManifestMediaType,
      tag: input.imageTag,
      digest: input.imageDigest,
      ...(algorithm === undefined ? {} : { algorithm }),
    },
    call.now,
  );
  if (wasThere) throw imageExists(image.digest, input.imageTag, record.name, record.account);
  return {
    image: {
      registryId: record.account,
      repositoryName: record.name,
      imageId: {
        imageDigest: image.digest,
        ...(input.imageTag === undefined ? {} : { imageTag: input.imageTag }),
      },
      imageManifest: image.manifest,
      imageManifestMediaType: image.mediaType,
    },
  };
};

import type { ImageDetail } from '../../../aws/contract/ecr.types.gen.ts';
import { paginateList } from '../../../aws/paging.ts';
import { emptyImageId, imageNotFound, invalidNextToken } from '../errors.ts';
import { findImage, imagesOf, tagsByDigest } from '../model/images.ts';
import { theRepository } from '../model/repositories.ts';
import type { ImageRecord } from '../model/tables.ts';
import { hasTagStatus } from '../model/tag-status.ts';
import type { EcrOperation } from '../operation.ts';

/** The images that are named, all of which must be there, or all that pass the filter, by digest. */
export const describeImages: EcrOperation<'DescribeImages'> = (input, call) => {
  const { tables } = call;
  const record = theRepository(call, input);
  const tags = tagsByDigest(tables, record);
  const describe = (image: ImageRecord): ImageDetail => detailOf(image, tags.get(image.digest) ?? []);
  if (input.imageIds !== undefined) {
    const found = input.imageIds.map((id) => {
      if (id.imageDigest === undefined && id.imageTag === undefined) throw emptyImageId();
      const image = findImage(tables, record, id);
      if (image === undefined) throw imageNotFound(id, record.name, record.account);
      return image;
    });
    return { imageDetails: [...new Map(found.map((image) => [image.digest, image])).values()].map(describe) };
  }
  const { tagStatus, imageStatus = 'ACTIVE' } = input.filter ?? {};
  // Nothing is ever archived here.
  const images = imageStatus === 'ACTIVE' || imageStatus === 'ANY' ? imagesOf(tables, record) : [];
  const { items, nextToken } = paginateList(
    images.filter(({ digest }) => hasTagStatus(tagStatus, tags.get(digest) ?? [])),
    ({ digest }) => digest,
    {
      nextToken: input.nextToken,
      maxResults: input.maxResults,
      defaultSize: 100,
      query: [record.account, record.region, record.name, input.filter],
      invalidToken: invalidNextToken,
    },
  );
  return { imageDetails: items.map(describe), ...(nextToken && { nextToken }) };
};

function detailOf(image: ImageRecord, imageTags: readonly string[]): ImageDetail {
  const { artifactType, pulledAt, subject } = image;
  return {
    registryId: image.account,
    repositoryName: image.repository,
    imageDigest: image.digest,
    ...(imageTags.length === 0 ? {} : { imageTags: [...imageTags] }),
    imageSizeInBytes: image.size,
    imagePushedAt: image.pushedAt / 1000,
    imageManifestMediaType: image.mediaType,
    ...(artifactType === undefined ? {} : { artifactMediaType: artifactType }),
    ...(pulledAt === undefined ? {} : { lastRecordedPullTime: pulledAt / 1000 }),
    ...(subject === undefined ? {} : { subjectManifestDigest: subject }),
    imageStatus: 'ACTIVE',
  };
}

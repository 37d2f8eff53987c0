import type { ImageIdentifier } from '../../../aws/contract/ecr.types.gen.ts';
import { paginateList } from '../../../aws/paging.ts';
import { invalidNextToken } from '../errors.ts';
import { imagesOf, tagsByDigest } from '../model/images.ts';
import { theRepository } from '../model/repositories.ts';
import { hasTagStatus } from '../model/tag-status.ts';
import type { EcrOperation } from '../operation.ts';

/** One identifier for each tag, and one for each image without any. */
export const listImages: EcrOperation<'ListImages'> = (input, call) => {
  const record = theRepository(call, input);
  const tags = tagsByDigest(call.tables, record);
  const { tagStatus, imageStatus = 'ACTIVE' } = input.filter ?? {};
  // Nothing is ever archived here.
  const images = imageStatus === 'ACTIVE' || imageStatus === 'ANY' ? imagesOf(call.tables, record) : [];
  const ids = images.flatMap(({ digest }): ImageIdentifier[] => {
    const own = tags.get(digest) ?? [];
    if (!hasTagStatus(tagStatus, own)) return [];
    if (own.length === 0) return [{ imageDigest: digest }];
    return own.map((imageTag) => ({ imageDigest: digest, imageTag }));
  });
  const { items, nextToken } = paginateList(
    ids,
    ({ imageDigest, imageTag = '' }) => `${imageDigest} ${imageTag}`,
    {
      nextToken: input.nextToken,
      maxResults: input.maxResults,
      defaultSize: 100,
      query: [record.account, record.region, record.name, input.filter],
      invalidToken: invalidNextToken,
    },
  );
  return { imageIds: items, ...(nextToken && { nextToken }) };
};

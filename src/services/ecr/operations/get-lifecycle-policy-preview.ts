import type { LifecyclePolicyPreviewResult } from '../../../aws/contract/ecr.types.gen.ts';
import { paginateList } from '../../../aws/paging.ts';
import { invalidNextToken, previewNotFound } from '../errors.ts';
import { findImage, tagsOf } from '../model/images.ts';
import { previewOf } from '../model/lifecycle/run.ts';
import { theRepository } from '../model/repositories.ts';
import { hasTagStatus } from '../model/tag-status.ts';
import type { EcrOperation } from '../operation.ts';

/** What the policy would expire of the images that are there, by the time of its start. */
export const getLifecyclePolicyPreview: EcrOperation<'GetLifecyclePolicyPreview'> = (input, call) => {
  const { tables } = call;
  const record = theRepository(call, input);
  const { preview } = record;
  if (preview === undefined) throw previewNotFound(record.name, record.account);
  const expiries = previewOf(tables, record, preview.policyText, preview.startedAt);
  const asked = input.imageIds?.map((id) => findImage(tables, record, id)?.digest);
  const results = expiries.flatMap(({ digest, rulePriority }): LifecyclePolicyPreviewResult[] => {
    const image = findImage(tables, record, { imageDigest: digest });
    const imageTags = [...tagsOf(tables, record, digest)];
    const isWanted = asked?.includes(digest) ?? hasTagStatus(input.filter?.tagStatus, imageTags);
    if (image === undefined || !isWanted) return [];
    return [
      {
        imageTags,
        imageDigest: digest,
        imagePushedAt: image.pushedAt / 1000,
        action: { type: 'EXPIRE' },
        appliedRulePriority: rulePriority,
        storageClass: 'STANDARD',
      },
    ];
  });
  const { items, nextToken } = paginateList(results, ({ imageDigest = '' }) => imageDigest, {
    nextToken: input.nextToken,
    maxResults: input.maxResults,
    defaultSize: 100,
    query: [record.account, record.region, record.name, input.filter, input.imageIds],
    invalidToken: invalidNextToken,
  });
  return {
    registryId: record.account,
    repositoryName: record.name,
    lifecyclePolicyText: preview.policyText,
    status: 'COMPLETE',
    previewResults: items,
    summary: { expiringImageTotalCount: expiries.length },
    ...(nextToken && { nextToken }),
  };
};

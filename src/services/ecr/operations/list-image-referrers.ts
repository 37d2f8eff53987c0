import { paginateList } from '../../../aws/paging.ts';
import { invalidNextToken } from '../errors.ts';
import { referrersOf } from '../model/images.ts';
import { parseManifest } from '../model/manifest.ts';
import { theRepository } from '../model/repositories.ts';
import type { EcrOperation } from '../operation.ts';

/** What points to an image: signatures, bills of materials. */
export const listImageReferrers: EcrOperation<'ListImageReferrers'> = (input, call) => {
  const record = theRepository(call, input);
  const { artifactTypes, artifactStatus = 'ACTIVE' } = input.filter ?? {};
  // Nothing is ever archived here.
  const isWanted = artifactStatus === 'ACTIVE' || artifactStatus === 'ANY';
  const all = isWanted ? referrersOf(call.tables, record, input.subjectId.imageDigest) : [];
  const { items, nextToken } = paginateList(
    all.filter(({ artifactType = '' }) => artifactTypes?.includes(artifactType) ?? true),
    ({ digest }) => digest,
    {
      nextToken: input.nextToken,
      maxResults: input.maxResults,
      defaultSize: 50,
      query: [record.account, record.region, record.name, input.subjectId, input.filter],
      invalidToken: invalidNextToken,
    },
  );
  const referrers = items.map((image) => {
    const parsed = parseManifest(image.manifest, image.mediaType);
    const annotations = parsed.kind === 'manifest' ? parsed.facts.annotations : undefined;
    return {
      digest: image.digest,
      mediaType: image.mediaType,
      size: Buffer.byteLength(image.manifest),
      ...(image.artifactType === undefined ? {} : { artifactType: image.artifactType }),
      ...(annotations === undefined ? {} : { annotations: { ...annotations } }),
      artifactStatus: 'ACTIVE' as const,
    };
  });
  return { referrers, ...(nextToken && { nextToken }) };
};

import { imagesOf, removeImage, tagsByDigest } from '../images.ts';
import type { EcrTables, RepositoryRecord } from '../tables.ts';
import { type Expiry, expiredBy, type RatedImage } from './evaluate.ts';
import { parseLifecyclePolicy } from './policy.ts';

/** What a policy would expire now. */
export function previewOf(
  tables: EcrTables,
  repository: RepositoryRecord,
  policyText: string,
  now: number,
): readonly Expiry[] {
  const images = imagesOf(tables, repository);
  const tags = tagsByDigest(tables, repository);
  const listed = new Set(images.flatMap(({ children }) => children));
  const rated = images.map(({ digest, pushedAt }): RatedImage => ({
    digest,
    pushedAt,
    tags: tags.get(digest) ?? [],
    isListed: listed.has(digest),
  }));
  return expiredBy(parseLifecyclePolicy(policyText), rated, now);
}

/** Carries the repository's policy out; returns how many images it removed. */
export function runLifecyclePolicy(tables: EcrTables, repository: RepositoryRecord, now: number): number {
  const { lifecycle } = repository;
  if (lifecycle === undefined) return 0;
  const expired = previewOf(tables, repository, lifecycle.policyText, now);
  for (const { digest } of expired) removeImage(tables, repository, digest);
  tables.repositories.put({ ...repository, lifecycle: { ...lifecycle, evaluatedAt: now } });
  return expired.length;
}

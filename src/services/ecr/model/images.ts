import type { ImageIdentifier } from '../../../aws/contract/ecr.types.gen.ts';
import type { ImageId } from '../errors.ts';
import type { EcrTables, ImageRecord, RepositoryRecord } from './tables.ts';

const keyOf = ({
  account,
  region,
  name,
}: RepositoryRecord): { account: string; region: string; repository: string } => ({
  account,
  region,
  repository: name,
});

/** An image by digest, by tag, or by both, which must then agree. */
export function findImage(
  tables: EcrTables,
  repository: RepositoryRecord,
  id: ImageId,
): ImageRecord | undefined {
  const { account, region, name } = repository;
  const digest =
    id.imageTag === undefined ? id.imageDigest : tables.tags.get(account, region, name, id.imageTag)?.digest;
  if (digest === undefined || (id.imageDigest ?? digest) !== digest) return undefined;
  return tables.images.get(account, region, name, digest);
}

/** In the order of digests. */
export const imagesOf = (tables: EcrTables, repository: RepositoryRecord): readonly ImageRecord[] =>
  tables.images.select({ where: keyOf(repository) });

export const tagsOf = (tables: EcrTables, repository: RepositoryRecord, digest: string): readonly string[] =>
  tables.tags.select({ where: { ...keyOf(repository), digest }, orderBy: ['tag'] }).map(({ tag }) => tag);

/** The tags of all images, by digest. */
export function tagsByDigest(tables: EcrTables, repository: RepositoryRecord): ReadonlyMap<string, string[]> {
  const byDigest = new Map<string, string[]>();
  for (const { digest, tag } of tables.tags.select({ where: keyOf(repository) })) {
    byDigest.set(digest, [...(byDigest.get(digest) ?? []), tag]);
  }
  return byDigest;
}

/** Lists of images in the repository that name this one: while there are any, it stays. */
export const listsNaming = (
  tables: EcrTables,
  repository: RepositoryRecord,
  digest: string,
): readonly string[] =>
  imagesOf(tables, repository)
    .filter(({ children }) => children.includes(digest))
    .map((image) => image.digest);

/** The image with all of its tags; returns what it was called by. */
export function removeImage(
  tables: EcrTables,
  repository: RepositoryRecord,
  digest: string,
): readonly ImageIdentifier[] {
  const { account, region, name } = repository;
  const tags = tagsOf(tables, repository, digest);
  for (const tag of tags) tables.tags.delete(account, region, name, tag);
  tables.images.delete(account, region, name, digest);
  return tags.length === 0
    ? [{ imageDigest: digest }]
    : tags.map((imageTag) => ({ imageDigest: digest, imageTag }));
}

export function referrersOf(
  tables: EcrTables,
  repository: RepositoryRecord,
  subject: string,
): readonly ImageRecord[] {
  return tables.images.select({ where: { ...keyOf(repository), subject } });
}

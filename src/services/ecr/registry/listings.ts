import { referrersOf } from '../model/images.ts';
import { parseManifest } from '../model/manifest.ts';
import type { EcrTables, RegistryScope } from '../model/tables.ts';
import { type Answer, invalidDigest, json, refusal } from './answers.ts';
import { parseDigest } from './digest.ts';
import type { RegistryCall } from './registry-call.ts';

const largestPage = 1000;

/** `GET /v2/NAME/tags/list` */
export function listTags({ tables, repository, query }: RegistryCall): Answer {
  const { account, region, name } = repository;
  const page = pageOf(query, (after, limit) =>
    tables.tags
      .select({ where: { account, region, repository: name }, orderBy: ['tag'], ...after, limit })
      .map(({ tag }) => tag),
  );
  if (page === undefined) return invalidNumber();
  return json({ name, tags: page.names }, page.link(`/v2/${name}/tags/list`));
}

/** `GET /v2/_catalog` */
export function listRepositories(
  tables: EcrTables,
  { account, region }: RegistryScope,
  query: URLSearchParams,
): Answer {
  const page = pageOf(query, (after, limit) =>
    tables.repositories
      .select({ where: { account, region }, orderBy: ['name'], ...after, limit })
      .map(({ name }) => name),
  );
  if (page === undefined) return invalidNumber();
  return json({ repositories: page.names }, page.link('/v2/_catalog'));
}

const invalidNumber = (): Answer => refusal(400, 'PAGINATION_NUMBER_INVALID', 'n is no number of results');

interface NamePage {
  readonly names: readonly string[];
  readonly link: (path: string) => { readonly link?: string };
}

type Fetch = (after: { readonly after?: readonly [string] }, limit: number) => readonly string[];

/** `n` at most, behind `last`; a Link header where there are more. */
function pageOf(query: URLSearchParams, fetch: Fetch): NamePage | undefined {
  const asked = query.get('n');
  if (asked !== null && !/^\d{1,9}$/.test(asked)) return undefined;
  const size = Math.min(asked === null ? largestPage : Number(asked), largestPage);
  const last = query.get('last');
  const found = size === 0 ? [] : fetch(last === null ? {} : { after: [last] }, size + 1);
  const names = found.slice(0, size);
  const final = names.at(-1);
  return {
    names,
    link: (path) =>
      found.length <= size || final === undefined
        ? {}
        : { link: `<${path}?n=${size}&last=${encodeURIComponent(final)}>; rel="next"` },
  };
}

/** `GET /v2/NAME/referrers/DIGEST`: what points to an image, whether the image is there or not. */
export function listReferrers({ tables, repository, query }: RegistryCall, digest: string): Answer {
  if (parseDigest(digest) === undefined) return invalidDigest(digest);
  const filter = query.get('artifactType');
  const manifests = referrersOf(tables, repository, digest)
    .filter(({ artifactType }) => filter === null || artifactType === filter)
    .map((image) => {
      const parsed = parseManifest(image.manifest, image.mediaType);
      const annotations = parsed.kind === 'manifest' ? parsed.facts.annotations : undefined;
      return {
        mediaType: image.mediaType,
        digest: image.digest,
        size: Buffer.byteLength(image.manifest),
        ...(image.artifactType === undefined ? {} : { artifactType: image.artifactType }),
        ...(annotations === undefined ? {} : { annotations }),
      };
    });
  const type = 'application/vnd.oci.image.index.v1+json';
  return json(
    { schemaVersion: 2, mediaType: type, manifests },
    { 'content-type': type, ...(filter === null ? {} : { 'oci-filters-applied': 'artifactType' }) },
  );
}

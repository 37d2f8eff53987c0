import { digestDiffers, imagesMissing, immutableTag, invalidManifest, layersMissing } from '../errors.ts';
import { type Algorithm, digestOf } from '../registry/digest.ts';
import { parseManifest } from './manifest.ts';
import { isMutable } from './tag-mutability.ts';
import type { EcrTables, ImageRecord, RepositoryRecord } from './tables.ts';

export interface ManifestToPut {
  /** The exact text. */
  readonly manifest: string;
  readonly mediaType: string | undefined;
  readonly tag: string | undefined;
  /** What the client says it is; absent: whatever it is. */
  readonly digest: string | undefined;
  readonly algorithm?: Algorithm;
}

export interface PutManifest {
  readonly image: ImageRecord;
  /** Whether the image was there, with this tag if one was given. */
  readonly wasThere: boolean;
}

/**
 * Stores a manifest, and moves the tag to it. All that it needs must be in the repository before. Throws the
 * API's errors; the registry says them in its own form.
 */
export function putManifest(
  tables: EcrTables,
  repository: RepositoryRecord,
  put: ManifestToPut,
  now: number,
): PutManifest {
  const { account, region, name } = repository;
  const parsed = parseManifest(put.manifest, put.mediaType);
  if (parsed.kind === 'invalid') throw invalidManifest(parsed.why);
  const { facts } = parsed;
  const digest = digestOf(put.manifest, put.algorithm);
  if (put.digest !== undefined && put.digest !== digest) throw digestDiffers(put.digest, digest);

  const lacking = facts.blobs.filter((blob) => tables.layers.get(account, region, name, blob) === undefined);
  if (lacking.length > 0) throw layersMissing(lacking, name, account);
  const children = facts.children.map((child) => tables.images.get(account, region, name, child));
  const absent = facts.children.filter((_, index) => children[index] === undefined);
  if (absent.length > 0) throw imagesMissing(absent, name, account);

  const known = tables.images.get(account, region, name, digest);
  const tagged = put.tag === undefined ? undefined : tables.tags.get(account, region, name, put.tag);
  if (put.tag !== undefined && tagged !== undefined && tagged.digest !== digest) {
    if (!isMutable(repository, put.tag)) throw immutableTag(put.tag, name);
  }
  // AWS shows the size of the largest image of a list.
  const size = Math.max(facts.size, ...children.map((child) => child?.size ?? 0));
  const { annotations: _, ...kept } = facts;
  const image: ImageRecord = known ?? {
    account,
    region,
    repository: name,
    digest,
    manifest: put.manifest,
    ...kept,
    size,
    pushedAt: now,
  };
  if (known === undefined) tables.images.put(image);
  const wasThere = known !== undefined && (put.tag === undefined || tagged?.digest === digest);
  if (put.tag !== undefined && tagged?.digest !== digest) {
    tables.tags.put({ account, region, repository: name, tag: put.tag, digest });
  }
  return { image, wasThere };
}

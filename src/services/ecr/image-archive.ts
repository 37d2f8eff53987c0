import { pack, type Pack } from 'tar-stream';
import { findImage } from './model/images.ts';
import { asObject } from './model/manifest.ts';
import type { EcrTables, ImageRecord, RepositoryRecord } from './model/tables.ts';
import type { BlobStore } from './registry/blob-store.ts';

/** The image itself, or the one of a list that is for the platform (`linux/arm64` or `linux/arm/v7`). */
export function manifestFor(
  tables: EcrTables,
  repository: RepositoryRecord,
  image: ImageRecord,
  platform: string,
): ImageRecord | undefined {
  if (image.config !== undefined) return image;
  const list: unknown = asObject(JSON.parse(image.manifest))?.['manifests'];
  const [os, architecture, variant] = platform.split('/');
  for (const entry of Array.isArray(list) ? list : []) {
    const { digest, platform: own } = asObject(entry) ?? {};
    const of = asObject(own);
    const fits =
      of?.['os'] === os &&
      of?.['architecture'] === architecture &&
      (variant === undefined || of?.['variant'] === variant);
    if (fits && typeof digest === 'string') return findImage(tables, repository, { imageDigest: digest });
  }
  return undefined;
}

/** The archive of `docker save`: its layers are streamed from where they lie, and may stay compressed. */
export async function* archiveOf(
  blobs: BlobStore,
  { config = '', blobs: all }: ImageRecord,
  name: string,
): AsyncGenerator<Uint8Array> {
  const archive = pack();
  const layers = all.filter((digest) => digest !== config);
  const fileOf = (digest: string): string => `${digest.replace(':', '-')}.tar`;
  const index = [{ Config: fileOf(config), RepoTags: [name], Layers: layers.map(fileOf) }];
  const write = async (): Promise<void> => {
    for (const digest of [config, ...layers]) await add(archive, blobs, digest, fileOf(digest));
    archive.entry({ name: 'manifest.json' }, JSON.stringify(index));
    archive.finalize();
  };
  // A failure is the reader's to see.
  write().catch((error: unknown) =>
    archive.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  for await (const chunk of archive) if (chunk instanceof Uint8Array) yield chunk;
}

async function add(archive: Pack, blobs: BlobStore, digest: string, name: string): Promise<void> {
  await using file = await blobs.open(digest);
  const { size } = await file.stat();
  const entry = archive.entry({ name, size });
  const chunks: AsyncIterable<Uint8Array> = file.createReadStream({
    autoClose: false,
    highWaterMark: 1 << 20,
  });
  for await (const chunk of chunks) {
    // The entry is not Node's own kind of stream: it says by `drain` that there is room again.
    if (!entry.write(chunk)) await new Promise<void>((resolve) => entry.once('drain', () => resolve()));
  }
  await new Promise<void>((resolve) => {
    entry.once('close', () => resolve());
    entry.end(undefined);
  });
}

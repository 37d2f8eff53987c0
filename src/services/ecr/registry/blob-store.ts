import { mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { type FileHandle, open, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseDigest } from './digest.ts';

/**
 * Blobs as files, each under its digest. A blob appears whole or not at all: it is written elsewhere in
 * the same directory tree, synced, and renamed. Who may use it, the store's `ecr_layers` say.
 */
export class BlobStore {
  readonly #directory: string;
  /** Renamed, but not yet linked to by a record: not to be taken for garbage. */
  readonly #arriving = new Set<string>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Bytes; `undefined` where there is no such blob. */
  sizeOf(digest: string): number | undefined {
    return statSync(this.#pathOf(digest), { throwIfNoEntry: false })?.size;
  }

  /** The caller closes it. One that is open can be read to its end even when the blob is removed. */
  open(digest: string): Promise<FileHandle> {
    return open(this.#pathOf(digest), 'r');
  }

  /** Takes a complete and synced file over; `link` then records, in the same breath, who may use it. */
  async adopt(file: string, digest: string, link: () => void): Promise<void> {
    const path = this.#pathOf(digest);
    this.#arriving.add(digest);
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      renameSync(file, path);
      await syncDirectory(dirname(path));
      link();
    } finally {
      this.#arriving.delete(digest);
    }
  }

  /** Removes what `isWanted` does not want. Asked and removed without a pause between. */
  async removeUnwanted(isWanted: (digest: string) => boolean): Promise<number> {
    let removed = 0;
    for (const algorithm of ['sha256', 'sha512']) {
      for (const shard of await entriesOf(join(this.#directory, algorithm))) {
        for (const hex of await entriesOf(join(this.#directory, algorithm, shard))) {
          const digest = `${algorithm}:${hex}`;
          if (this.#arriving.has(digest) || isWanted(digest)) continue;
          rmSync(this.#pathOf(digest), { force: true });
          removed += 1;
        }
      }
    }
    return removed;
  }

  #pathOf(digest: string): string {
    const parsed = parseDigest(digest);
    // A path made of anything else could leave the directory.
    if (parsed === undefined) throw new Error(`no digest: ${digest}`);
    return join(this.#directory, parsed.algorithm, parsed.hex.slice(0, 2), parsed.hex);
  }
}

async function syncDirectory(path: string): Promise<void> {
  await using directory = await open(path, 'r');
  await directory.sync();
}

async function entriesOf(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

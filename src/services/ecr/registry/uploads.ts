import { createHash, type Hash } from 'node:crypto';
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../kernel/clock.ts';
import type { Ids } from '../../../kernel/ids.ts';
import type { EcrTables, RegistryScope, UploadRecord } from '../model/tables.ts';
import { append } from './append.ts';
import type { BlobStore } from './blob-store.ts';
import { type Algorithm, parseDigest } from './digest.ts';

export interface UploadsParts {
  readonly directory: string;
  readonly blobs: BlobStore;
  readonly tables: EcrTables;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Hashed so far, by the process that received it; lost with it, and then made anew from the file. */
interface Progress {
  readonly hash: Hash;
  readonly bytes: number;
}

/** `gone`: the repository was deleted meanwhile, and the upload with it. */
export type Finished = 'stored' | 'digest-differs' | 'gone';

/**
 * Uploads under way. A session is a record and a file; its offset is the length of the file, so a session
 * outlives a crash and tells truly how far it came. Nothing of it can be pulled before `finish`.
 */
export class Uploads {
  readonly #parts: UploadsParts;
  readonly #progress = new Map<string, Progress>();
  readonly #busy = new Set<string>();

  constructor(parts: UploadsParts) {
    this.#parts = parts;
  }

  begin(scope: RegistryScope, repository: string): UploadRecord {
    const { tables, clock, ids, directory } = this.#parts;
    const { account, region } = scope;
    const upload: UploadRecord = {
      id: ids.uuid(),
      account,
      region,
      repository,
      touchedAt: clock.now(),
      parts: [],
    };
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeFileSync(this.#fileOf(upload.id), '', { mode: 0o600, flag: 'wx' });
    tables.uploads.put(upload);
    return upload;
  }

  find({ account, region }: RegistryScope, repository: string, id: string): UploadRecord | undefined {
    const upload = this.#parts.tables.uploads.get(id);
    const isSame =
      upload?.account === account && upload.region === region && upload.repository === repository;
    // A session without its file is none: the disk was cleared.
    return isSame && this.#sizeOf(id) !== undefined ? upload : undefined;
  }

  /** Bytes received. */
  offset(id: string): number {
    return this.#sizeOf(id) ?? 0;
  }

  /** One request at a time may write to a session. */
  isBusy(id: string): boolean {
    return this.#busy.has(id);
  }

  /** Appends; resolves to the new offset. What came before the source broke off stays, to be resumed. */
  async append(upload: UploadRecord, source: AsyncIterable<Uint8Array>): Promise<number> {
    const { id } = upload;
    this.#busy.add(id);
    try {
      const before = this.offset(id);
      const known = this.#progress.get(id);
      const hash = known?.bytes === before ? known.hash : await this.#hashOf(id, 'sha256');
      // Set again only once the hash and the file are known to agree.
      this.#progress.delete(id);
      await using file = await open(this.#fileOf(id), 'a');
      await append(file, source, hash);
      const bytes = this.offset(id);
      this.#progress.set(id, { hash, bytes });
      this.#touch(id, bytes - before);
      return bytes;
    } finally {
      this.#busy.delete(id);
    }
  }

  /** Stores what was received as a blob of the upload's repository, if it is what `digest` says. */
  async finish(upload: UploadRecord, digest: string): Promise<Finished> {
    const { id } = upload;
    const { blobs, tables, clock } = this.#parts;
    this.#busy.add(id);
    try {
      const size = this.offset(id);
      if (!(await this.#matches(id, size, digest))) {
        this.drop(id);
        return 'digest-differs';
      }
      await using file = await open(this.#fileOf(id), 'r+');
      await file.sync();
      const { account, region, repository } = upload;
      if (tables.uploads.get(id) === undefined) return 'gone';
      let isLinked = false;
      await blobs.adopt(this.#fileOf(id), digest, () => {
        isLinked = tables.uploads.get(id) !== undefined;
        if (!isLinked) return;
        tables.layers.put({ account, region, repository, digest, size, linkedAt: clock.now() });
        this.drop(id);
      });
      return isLinked ? 'stored' : 'gone';
    } finally {
      this.#busy.delete(id);
    }
  }

  drop(id: string): void {
    this.#parts.tables.uploads.delete(id);
    this.#progress.delete(id);
    rmSync(this.#fileOf(id), { force: true });
  }

  #touch(id: string, received: number): void {
    const { tables, clock } = this.#parts;
    const upload = tables.uploads.get(id);
    if (upload === undefined) return;
    tables.uploads.put({ ...upload, touchedAt: clock.now(), parts: [...upload.parts, received] });
  }

  async #matches(id: string, size: number, digest: string): Promise<boolean> {
    const wanted = parseDigest(digest);
    if (wanted === undefined) return false;
    const known = wanted.algorithm === 'sha256' ? this.#progress.get(id) : undefined;
    const hash = known?.bytes === size ? known.hash : await this.#hashOf(id, wanted.algorithm);
    return hash.copy().digest('hex') === wanted.hex;
  }

  async #hashOf(id: string, algorithm: Algorithm): Promise<Hash> {
    const hash = createHash(algorithm);
    await using file = await open(this.#fileOf(id), 'r');
    const chunks: AsyncIterable<Uint8Array> = file.createReadStream({
      autoClose: false,
      highWaterMark: 1 << 20,
    });
    for await (const chunk of chunks) hash.update(chunk);
    return hash;
  }

  #sizeOf(id: string): number | undefined {
    return statSync(this.#fileOf(id), { throwIfNoEntry: false })?.size;
  }

  /** Ids are UUIDs of our own, looked up in the table before they come here. */
  #fileOf(id: string): string {
    return join(this.#parts.directory, id);
  }
}

import { copyFile, link, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PassingBytes } from '../../../kernel/bytes.ts';
import type { Ids } from '../../../kernel/ids.ts';
import type { Piece } from '../model/tables.ts';
import { readFile, writeAll } from './transfer.ts';

export interface BlobsOptions {
  readonly directory: string;
  /** Remove all of it when this is disposed of. */
  readonly isEphemeral: boolean;
  readonly ids: Ids;
  /** Names of all files that are to stay. Asked once, before the first is written. */
  readonly known: () => ReadonlySet<string>;
}

/**
 * The bytes of objects, one file each. A file is written beside its place, brought to the disk and moved:
 * what has a name is whole. Rows of the database name files; files that none names, which a crash may leave,
 * are swept before the first is written.
 */
export class Blobs implements AsyncDisposable {
  readonly #options: BlobsOptions;
  /** Files that are being read; those of them that are to go meanwhile wait for their last reader. */
  readonly #readers = new Map<string, number>();
  readonly #doomed = new Set<string>();
  #ready: Promise<unknown> | undefined;

  constructor(options: BlobsOptions) {
    this.#options = options;
  }

  /** Writes a source to its end. `onPiece` sees what is written, at once. A failure leaves nothing behind. */
  async write(source: PassingBytes, onPiece: (bytes: Uint8Array) => void): Promise<Piece> {
    await this.#prepare();
    const blob = this.#options.ids.hex(32);
    const incoming = join(this.#options.directory, 'incoming', blob);
    try {
      const size = await this.#receive(incoming, source, onPiece);
      await mkdir(this.#folderOf(blob), { recursive: true });
      await rename(incoming, this.#pathOf(blob));
      return { blob, size };
    } catch (error) {
      await rm(incoming, { force: true });
      throw error;
    }
  }

  async #receive(path: string, source: PassingBytes, onPiece: (bytes: Uint8Array) => void): Promise<number> {
    await using file = await open(path, 'wx', 0o600);
    const size = await writeAll(file, source, onPiece);
    await file.sync();
    return size;
  }

  /** Another name for the same bytes; neither is affected when the other goes. */
  async duplicate({ blob, size }: Piece): Promise<Piece> {
    await this.#prepare();
    const copy = this.#options.ids.hex(32);
    await mkdir(this.#folderOf(copy), { recursive: true });
    using _reader = this.hold(blob);
    // File systems without links copy.
    await link(this.#pathOf(blob), this.#pathOf(copy)).catch(() =>
      copyFile(this.#pathOf(blob), this.#pathOf(copy)),
    );
    return { blob: copy, size };
  }

  /**
   * Bytes `start` to `end`, the last one included, of pieces that follow one another. What is yielded holds until
   * the next is asked for.
   */
  async *read(
    pieces: readonly Piece[],
    start: number,
    end: number,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    let offset = 0;
    for (const { blob, size } of pieces) {
      const [from, to] = [Math.max(start - offset, 0), Math.min(end - offset, size - 1)];
      offset += size;
      if (from > to) continue;
      yield* readFile(this.#pathOf(blob), from, to);
    }
  }

  /** Keeps a file until the result is disposed of, whatever is removed meanwhile. */
  hold(...blobs: readonly string[]): Disposable {
    for (const blob of blobs) this.#readers.set(blob, (this.#readers.get(blob) ?? 0) + 1);
    let isHeld = true;
    return {
      [Symbol.dispose]: () => {
        if (isHeld) for (const blob of blobs) this.#release(blob);
        isHeld = false;
      },
    };
  }

  #release(blob: string): void {
    const left = (this.#readers.get(blob) ?? 1) - 1;
    if (left > 0) return void this.#readers.set(blob, left);
    this.#readers.delete(blob);
    if (this.#doomed.delete(blob)) void this.#unlink(blob);
  }

  /** Never fails: a file that stays is swept another time. */
  async remove(pieces: readonly Piece[]): Promise<void> {
    for (const { blob } of pieces) {
      if (this.#readers.has(blob)) this.#doomed.add(blob);
      else await this.#unlink(blob);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#options.isEphemeral) await rm(this.#options.directory, { recursive: true, force: true });
  }

  #prepare(): Promise<unknown> {
    this.#ready ??= this.#sweep();
    return this.#ready;
  }

  async #sweep(): Promise<void> {
    const { directory, known } = this.#options;
    const incoming = join(directory, 'incoming');
    await rm(incoming, { recursive: true, force: true });
    await mkdir(incoming, { recursive: true, mode: 0o700 });
    const files = await readdir(directory, { recursive: true, withFileTypes: true });
    const kept = known();
    for (const file of files) if (file.isFile() && !kept.has(file.name)) await this.#unlink(file.name);
  }

  async #unlink(blob: string): Promise<void> {
    await rm(this.#pathOf(blob), { force: true }).catch(() => {});
  }

  #folderOf(blob: string): string {
    return join(this.#options.directory, blob.slice(0, 2));
  }

  #pathOf(blob: string): string {
    return join(this.#folderOf(blob), blob);
  }
}

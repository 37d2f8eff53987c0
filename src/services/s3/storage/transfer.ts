import { closeSync, openSync, readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { PassingBytes } from '../../../kernel/bytes.ts';

/*
 * Bytes between a file and a stream, by two buffers a transfer: while one is being read or written by the
 * system, the other is at work here. Nothing is allocated on the way, so a transfer of any size takes the
 * same memory.
 */

const SIZE = 256 * 1024;

/** Read at once, without the detour over another thread, which would cost more than the reading. */
const SMALL = 64 * 1024;

/** Writes a source to its end, and returns its length. `onPiece` sees each piece while it is being written. */
export async function writeAll(
  file: FileHandle,
  source: PassingBytes,
  onPiece: (bytes: Uint8Array) => void,
): Promise<number> {
  let [filling, spare] = [new Gather(), new Gather()];
  let size = 0;
  let pending: Promise<void> = Promise.resolve();
  const flush = async (): Promise<void> => {
    const bytes = filling.take();
    await pending;
    pending = writeWhole(file, bytes, size);
    // Awaited with the next piece or at the end; until then its failure is nobody's.
    pending.catch(() => {});
    onPiece(bytes);
    size += bytes.length;
    [filling, spare] = [spare, filling];
  };
  try {
    for await (const piece of source) {
      for (let at = 0; at < piece.length;) {
        at += filling.add(piece, at);
        if (filling.isFull) await flush();
      }
    }
    await flush();
  } finally {
    // A file that is being written must not be closed.
    await pending;
  }
  return size;
}

/** A buffer that is filled with what comes; it begins small, because most objects are. */
class Gather {
  #bytes = Buffer.alloc(0);
  #filled = 0;

  get isFull(): boolean {
    return this.#filled === SIZE;
  }

  /** Returns how many bytes it took. */
  add(piece: Uint8Array, from: number): number {
    const count = Math.min(piece.length - from, SIZE - this.#filled);
    this.#reserve(this.#filled + count);
    this.#bytes.set(
      from === 0 && count === piece.length ? piece : piece.subarray(from, from + count),
      this.#filled,
    );
    this.#filled += count;
    return count;
  }

  #reserve(size: number): void {
    if (this.#bytes.length >= size) return;
    const before = this.#bytes;
    this.#bytes = Buffer.allocUnsafe(size <= SMALL ? size : SIZE);
    this.#bytes.set(before.subarray(0, this.#filled));
  }

  /** What it holds, until it is filled again. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#filled);
    this.#filled = 0;
    return taken;
  }
}

async function writeWhole(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    at += (await file.write(bytes, at, bytes.length - at, position + at)).bytesWritten;
  }
}

/** Bytes `from` to `to` of a file, the last one included. What is yielded holds until the next is asked for. */
export async function* readFile(
  path: string,
  from: number,
  to: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const length = to - from + 1;
  if (length <= SMALL) return yield readSmall(path, from, length);
  await using file = await open(path);
  let [ready, ahead] = [
    Buffer.allocUnsafe(Math.min(SIZE, length)),
    Buffer.allocUnsafe(Math.min(SIZE, length)),
  ];
  const fill = async (bytes: Buffer, position: number): Promise<number> => {
    const wanted = Math.min(bytes.length, to + 1 - position);
    for (let at = 0; at < wanted;) {
      const { bytesRead } = await file.read(bytes, at, wanted - at, position + at);
      if (bytesRead === 0) throw shorter(path);
      at += bytesRead;
    }
    return wanted;
  };
  let reading = fill(ready, from);
  try {
    for (let position = from; position <= to;) {
      const count = await reading;
      position += count;
      reading = fill(ahead, position);
      reading.catch(() => {});
      yield ready.subarray(0, count);
      [ready, ahead] = [ahead, ready];
    }
  } finally {
    // A file that is being read must not be closed.
    await reading.catch(() => {});
  }
}

function readSmall(path: string, from: number, length: number): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.allocUnsafe(length);
    for (let at = 0; at < length;) {
      const count = readSync(file, bytes, at, length - at, from + at);
      if (count === 0) throw shorter(path);
      at += count;
    }
    return bytes;
  } finally {
    closeSync(file);
  }
}

const shorter = (path: string): Error => new Error(`${path} is shorter than it was`);

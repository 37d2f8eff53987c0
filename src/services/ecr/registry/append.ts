import type { Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

/** Written at once: large enough that the disk's round trips do not count, small enough for many uploads. */
const batchBytes = 1024 * 1024;

/**
 * Appends a stream to a file and to a hash. The next batch is read and hashed while the last is written.
 * Rejects when the source breaks off; what came before is then in the file.
 */
export async function append(file: FileHandle, source: AsyncIterable<Uint8Array>, hash: Hash): Promise<void> {
  let batch: Uint8Array[] = [];
  let gathered = 0;
  let writing: Promise<unknown> = Promise.resolve();
  const flush = async (): Promise<void> => {
    await writing;
    if (batch.length === 0) return;
    writing = writeAll(file, batch);
    // Looked at by the next flush; until then it must not count as unhandled.
    writing.catch(() => {});
    batch = [];
    gathered = 0;
  };
  try {
    for await (const chunk of source) {
      hash.update(chunk);
      batch.push(chunk);
      gathered += chunk.length;
      if (gathered >= batchBytes) await flush();
    }
  } finally {
    await flush();
    await writing;
  }
}

/** A vector write may be cut short, as any. */
async function writeAll(file: FileHandle, chunks: readonly Uint8Array[]): Promise<void> {
  const wanted = chunks.reduce((sum, { length }) => sum + length, 0);
  const { bytesWritten } = await file.writev([...chunks]);
  if (bytesWritten === wanted) return;
  await file.appendFile(Buffer.concat(chunks).subarray(bytesWritten));
}

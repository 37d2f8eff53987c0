import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PassingBytes } from '../kernel/bytes.ts';

/** What is smaller is left to the collector: to free it costs more than to keep it. */
const WORTH_FREEING = 8 * 1024;

/**
 * The body of a request, whose pieces hold until the next one is asked for. Node makes a buffer for each, and
 * leaves it to the collector, which at hundreds of megabytes a second comes late: here each is given back at
 * once. Who stops reading half-way still has an answer to give on this connection.
 */
export async function* bodyOf(request: IncomingMessage): AsyncGenerator<Uint8Array, void, undefined> {
  const pieces: AsyncIterable<Buffer<ArrayBuffer>> = {
    [Symbol.asyncIterator]: () => request.iterator({ destroyOnReturn: false }),
  };
  for await (const piece of pieces) {
    yield piece;
    free(piece);
  }
}

/** A buffer that others have a part in (Node cuts small ones out of a common one) is left alone. */
function free({ buffer, byteLength }: Buffer<ArrayBuffer>): void {
  if (byteLength >= WORTH_FREEING && buffer.byteLength === byteLength) buffer.transfer(0);
}

/**
 * Sends a body piece by piece: the next is asked for when the one before has left, so that its memory can be
 * used again. A client that hangs up ends it quietly; a source that fails breaks the answer off, and throws.
 */
export async function sendBody(answer: ServerResponse, body: PassingBytes): Promise<void> {
  const closed = new AbortController();
  answer.once('close', () => closed.abort());
  try {
    for await (const piece of body) {
      if (closed.signal.aborted) return;
      await written(answer, piece, closed.signal);
    }
    answer.end();
  } catch (error) {
    if (closed.signal.aborted) return;
    answer.destroy();
    throw error;
  }
}

/** Whether it was written or the client has gone: both let the piece go. */
async function written(answer: ServerResponse, piece: Uint8Array, gone: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const leave = (): void => resolve();
  gone.addEventListener('abort', leave, { once: true });
  answer.write(piece, leave);
  await promise;
  gone.removeEventListener('abort', leave);
}

import { protocolError } from './errors.ts';

export type OutputStream = 'stdout' | 'stderr';

export interface Frame {
  readonly stream: OutputStream;
  readonly bytes: Buffer;
}

// Engines write frames of at most some tens of KiB, one log message each. A length beyond this is not a
// frame but raw bytes read as one (a TTY container followed as if it had none).
const largestFrame = 16 * 1024 * 1024;
const headerLength = 8;

/**
 * Takes apart Docker's multiplexed output: frames of an 8-byte header (stream type, three zero bytes,
 * length big-endian) and payload. `push` takes any chunk and returns the frames that it completed;
 * it holds back only the bytes of one unfinished frame.
 */
export class Demultiplexer {
  #held: Buffer[] = [];
  #heldLength = 0;
  #needed = headerLength;

  push(chunk: Uint8Array): readonly Frame[] {
    const added = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.#held.push(added);
    this.#heldLength += added.length;
    // Chunks are joined only when a frame (or the header that tells its length) is complete, so that a
    // large frame that arrives in many chunks is copied once.
    if (this.#heldLength < this.#needed) return [];
    const bytes = this.#held.length === 1 ? added : Buffer.concat(this.#held, this.#heldLength);
    const frames: Frame[] = [];
    let at = 0;
    this.#needed = headerLength;
    while (bytes.length - at >= headerLength) {
      const length = bytes.readUInt32BE(at + 4);
      const stream = streamOf(bytes, at, length);
      const end = at + headerLength + length;
      if (end > bytes.length) {
        this.#needed = headerLength + length;
        break;
      }
      if (length > 0) frames.push({ stream, bytes: bytes.subarray(at + headerLength, end) });
      at = end;
    }
    this.#held = at < bytes.length ? [bytes.subarray(at)] : [];
    this.#heldLength = bytes.length - at;
    return frames;
  }

  /** To be called when the stream ended: a half frame means that the end is missing. */
  finish(): void {
    if (this.#heldLength > 0) throw protocolError('demultiplex', 'the output ended inside a frame');
  }
}

/** Pull-based: the source is read only as fast as the frames are taken. */
export async function* demultiplex(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Frame, void, undefined> {
  const demultiplexer = new Demultiplexer();
  for await (const chunk of source) yield* demultiplexer.push(chunk);
  demultiplexer.finish();
}

function streamOf(bytes: Buffer, at: number, length: number): OutputStream {
  const type = bytes[at];
  const padded = bytes[at + 1] === 0 && bytes[at + 2] === 0 && bytes[at + 3] === 0;
  if (!padded || type === undefined || length > largestFrame) throw notMultiplexed();
  // 0 is stdin, which engines never send but documents say to print as stdout.
  if (type === 0 || type === 1) return 'stdout';
  if (type === 2) return 'stderr';
  // 3 is "system error": Engine writes its own message about a broken stream there.
  if (type === 3) return 'stderr';
  throw notMultiplexed();
}

function notMultiplexed(): Error {
  return protocolError(
    'demultiplex',
    'the output is not a multiplexed stream; does the container have a TTY?',
  );
}

/**
 * The frames that the relay program speaks over its input and output; `tools/relay/relay.c` tells what each
 * kind means. Pure.
 */
export interface RelayFrame {
  /** One letter. */
  readonly kind: string;
  readonly connection: number;
  readonly bytes: Buffer;
}

/** As much as the program holds of one connection. */
export const largestChunk = 16_384;
const headerLength = 12;

export function encodeFrame(kind: string, connection: number, bytes: Uint8Array = Buffer.alloc(0)): Buffer {
  const frame = Buffer.alloc(headerLength + bytes.length);
  frame.write(kind, 0, 1, 'latin1');
  frame.writeUInt32LE(connection, 4);
  frame.writeUInt32LE(bytes.length, 8);
  frame.set(bytes, headerLength);
  return frame;
}

/** Throws where the bytes are no frames. */
export async function* framesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<RelayFrame> {
  let held = Buffer.alloc(0);
  for await (const chunk of source) {
    held = Buffer.concat([held, chunk]);
    let at = 0;
    while (held.length - at >= headerLength) {
      const length = held.readUInt32LE(at + 8);
      if (length > largestChunk) throw new Error(`the relay sent a frame of ${length} bytes`);
      const end = at + headerLength + length;
      if (held.length < end) break;
      const kind = held.toString('latin1', at, at + 1);
      yield { kind, connection: held.readUInt32LE(at + 4), bytes: held.subarray(at + headerLength, end) };
      at = end;
    }
    held = held.subarray(at);
  }
  if (held.length > 0) throw new Error('the relay ended within a frame');
}

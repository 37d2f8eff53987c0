import { ChunkSignatures, type ChunkSeed } from '../aws/sigv4/chunk-signatures.ts';

/** No chunk but the last may be smaller than 8 KiB; so much is gathered. */
const CHUNK = 64 * 1024;

/**
 * A body in the `aws-chunked` encoding, its chunks signed where there is a seed for that. `trailers` is asked
 * when the body has ended.
 */
export async function* encodeChunks(
  body: AsyncIterable<Uint8Array>,
  seed: ChunkSeed | undefined,
  trailers: () => ReadonlyMap<string, string>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const signatures = seed === undefined ? undefined : new ChunkSignatures(seed);
  const headOf = (chunk: Uint8Array): Buffer => {
    signatures?.add(chunk);
    const extension = signatures === undefined ? '' : `;chunk-signature=${signatures.next()}`;
    return Buffer.from(`${chunk.length.toString(16)}${extension}\r\n`);
  };
  for await (const chunk of gathered(body)) yield Buffer.concat([headOf(chunk), chunk, LINE_END]);
  const lines = [...trailers()].map(([name, value]) => `${name}:${value}`);
  const told = [...lines];
  const last = headOf(new Uint8Array());
  if (signatures !== undefined && lines.length > 0) {
    told.push(`x-amz-trailer-signature:${signatures.trailer(lines.map((line) => `${line}\n`).join(''))}`);
  }
  yield Buffer.concat([last, Buffer.from(told.map((line) => `${line}\r\n`).join('')), LINE_END]);
}

const LINE_END = Buffer.from('\r\n');

async function* gathered(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body) {
    pieces.push(piece);
    length += piece.length;
    if (length < CHUNK) continue;
    yield Buffer.concat(pieces, length);
    pieces = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(pieces, length);
}

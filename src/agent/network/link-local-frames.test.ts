import { expect, test } from 'vitest';

import { encodeFrame, framesOf, largestChunk } from './link-local-frames.ts';

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all(
  source: AsyncIterable<Uint8Array>,
): Promise<readonly (readonly [string, number, string])[]> {
  const frames: [string, number, string][] = [];
  for await (const { kind, connection, bytes } of framesOf(source))
    frames.push([kind, connection, bytes.toString()]);
  return frames;
}

const sent = Buffer.concat([
  encodeFrame('R', 0),
  encodeFrame('D', 0x01020304, Buffer.from('hello')),
  encodeFrame('C', 7),
]);

test.each([1, 5, 12, 13, 1000])('frames come whole, whatever pieces of %i they arrive in', async (size) => {
  expect(await all(inPieces(sent, size))).toEqual([
    ['R', 0, ''],
    ['D', 0x01020304, 'hello'],
    ['C', 7, ''],
  ]);
});

test('an end within a frame is told', async () => {
  await expect(all(inPieces(sent.subarray(0, -1), 9))).rejects.toThrow('ended within a frame');
});

test('a frame that the program could not have sent is told', async () => {
  const frame = encodeFrame('D', 1, Buffer.alloc(largestChunk + 1));
  await expect(all(inPieces(frame, 100))).rejects.toThrow(`a frame of ${largestChunk + 1} bytes`);
});

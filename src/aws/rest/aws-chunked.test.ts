import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AwsChunkedBody } from './aws-chunked.ts';

/** Pieces as the network might cut them. */
async function* cut(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text, 'latin1');
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(body: AwsChunkedBody): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces).toString('latin1');
}

const wrapped = (chunks: readonly string[], trailer = ''): string =>
  `${chunks.map((chunk) => `${chunk.length.toString(16)};chunk-signature=ab\r\n${chunk}\r\n`).join('')}0\r\n${trailer}\r\n`;

test('what was wrapped comes out, however it is cut', async () => {
  const chunk = fc.string({ minLength: 1, maxLength: 40, unit: 'binary-ascii' });
  await fc.assert(
    fc.asyncProperty(fc.array(chunk), fc.integer({ min: 1, max: 30 }), async (chunks, size) => {
      const whole = chunks.join('');
      const body = new AwsChunkedBody(
        cut(wrapped(chunks, 'x-amz-checksum-crc32:AA==\r\n'), size),
        whole.length,
      );
      expect(await read(body)).toBe(whole);
      expect([...body.trailers]).toEqual([['x-amz-checksum-crc32', 'AA==']]);
    }),
  );
});

test('lines may end with a line feed alone, and trailers may be missing', async () => {
  const body = new AwsChunkedBody(cut('3\nabc\n0\n', 2), undefined);
  expect(await read(body)).toBe('abc');
  expect(body.trailers.size).toBe(0);
});

describe('refused', () => {
  test.each([
    ['no size', 'abc'],
    ['a chunk that is cut off', '5\r\nab'],
    ['a chunk that is too long', '1\r\nab\r\n0\r\n\r\n'],
    ['no end', '1\r\na\r\n'],
    ['a trailer that is none', '0\r\nabc\r\n\r\n'],
    ['a line without end', `1;${'x'.repeat(10_000)}`],
  ])('%s', async (_, text) => {
    await expect(read(new AwsChunkedBody(cut(text, 1000), undefined))).rejects.toMatchObject({
      code: 'IncompleteBody',
    });
  });

  test('another length than the headers said', async () => {
    await expect(read(new AwsChunkedBody(cut(wrapped(['abc']), 9), 4))).rejects.toMatchObject({
      code: 'IncompleteBody',
    });
  });
});

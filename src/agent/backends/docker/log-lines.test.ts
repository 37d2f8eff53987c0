import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { LogChunk } from '../../../docker/logs.ts';
import type { LogLine } from '../backend.ts';
import { linesOf } from './log-lines.ts';

const chunk = (text: string, stream: LogChunk['stream'] = 'stdout', time = 't'): LogChunk => ({
  stream,
  time,
  bytes: Buffer.from(text),
});

async function* given(chunks: readonly LogChunk[]): AsyncGenerator<LogChunk> {
  yield* chunks;
}

async function read(chunks: readonly LogChunk[]): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  for await (const line of linesOf(given(chunks))) lines.push(line);
  return lines;
}

const texts = async (...pieces: readonly string[]): Promise<string[]> =>
  (await read(pieces.map((text) => chunk(text)))).map((line) => line.text);

describe('linesOf', () => {
  test('puts a line together that the engine has cut at 16 KiB, with the time of its first piece', async () => {
    const cut = 'x'.repeat(16 * 1024);
    const lines = await read([
      chunk(cut, 'stdout', '1'),
      chunk(cut, 'stdout', '2'),
      chunk('end\n', 'stdout', '3'),
      chunk('next\n', 'stdout', '4'),
    ]);
    expect(lines).toEqual([
      { stream: 'stdout', time: '1', text: `${cut}${cut}end` },
      { stream: 'stdout', time: '4', text: 'next' },
    ]);
  });

  test('keeps two streams apart whose pieces come mixed', async () => {
    const lines = await read([
      chunk('out ', 'stdout', '1'),
      chunk('err ', 'stderr', '2'),
      chunk('side\n', 'stdout', '3'),
      chunk('or\n', 'stderr', '4'),
    ]);
    expect(lines).toEqual([
      { stream: 'stdout', time: '1', text: 'out side' },
      { stream: 'stderr', time: '2', text: 'err or' },
    ]);
  });

  test('gives what has no line end when the output ends', async () => {
    expect(await texts('one\n', 'two')).toEqual(['one', 'two']);
    expect(await texts('')).toEqual([]);
  });

  test('takes one line end off, and with it a carriage return', async () => {
    expect(await texts('a\r\n', 'b\n', '\n', '\r\n', 'c\rd\n', 'e\r')).toEqual([
      'a',
      'b',
      '',
      '',
      'c\rd',
      'e\r',
    ]);
  });

  test('a character that is cut between two pieces is whole again', async () => {
    const bytes = Buffer.from('a€b\n');
    const pieces = [bytes.subarray(0, 2), bytes.subarray(2, 3), bytes.subarray(3)];
    const lines = await read(pieces.map((piece) => ({ stream: 'stdout', time: 't', bytes: piece }) as const));
    expect(lines.map((line) => line.text)).toEqual(['a€b']);
  });

  test('output without line ends is given in pieces of a mebibyte, not piled up', async () => {
    const quarter = 'x'.repeat(256 * 1024);
    const lines = await texts(quarter, quarter, quarter, quarter, 'rest\n');
    expect(lines.map((line) => line.length)).toEqual([1024 * 1024, 4]);
  });

  test('however the lines are cut into messages, they are the same lines', async () => {
    const line = fc.record({
      stream: fc.constantFrom('stdout', 'stderr'),
      text: fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.replaceAll(/[\r\n]/g, ' ')),
      cuts: fc.array(fc.nat(200), { maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 20 }), fc.boolean(), async (lines, ended) => {
        const chunks = lines.flatMap(({ stream, text, cuts }, index) => {
          const bytes = Buffer.from(`${text}${ended || index < lines.length - 1 ? '\n' : ''}`);
          const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].toSorted(
            (a, b) => a - b,
          );
          const pieces = at.slice(1).map((end, piece) => bytes.subarray(at[piece], end));
          return pieces.map((piece) => ({ stream, time: String(index), bytes: piece }));
        });
        const expected = lines.map(({ stream, text }, index) => ({
          stream,
          time: String(index),
          text: Buffer.from(text).toString(),
        }));
        const last = expected.at(-1);
        // Nothing at all is not a line.
        if (!ended && last?.text === '') expected.pop();
        expect(await read(chunks)).toEqual(expected);
      }),
    );
  });
});

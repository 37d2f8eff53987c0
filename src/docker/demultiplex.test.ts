import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { demultiplex, Demultiplexer, type Frame } from './demultiplex.ts';

function frame(type: number, payload: Uint8Array): Buffer {
  const header = Buffer.alloc(8);
  header[0] = type;
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}

function plain(frames: readonly Frame[]): readonly (readonly [string, string])[] {
  return frames.map((each) => [each.stream, each.bytes.toString('hex')] as const);
}

describe('demultiplexing', () => {
  test('gives the same frames whatever the chunk borders are', () => {
    const frames = fc.array(
      fc.record({ type: fc.constantFrom(1, 2), payload: fc.uint8Array({ minLength: 1, maxLength: 40 }) }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(frames, fc.array(fc.nat(600), { maxLength: 30 }), (sent, cuts) => {
        const wire = Buffer.concat(sent.map(({ type, payload }) => frame(type, payload)));
        const borders = [
          0,
          ...cuts.map((cut) => Math.min(cut, wire.length)).sort((a, b) => a - b),
          wire.length,
        ];
        const demultiplexer = new Demultiplexer();
        const received = borders.flatMap((from, index) =>
          demultiplexer.push(wire.subarray(from, borders[index + 1] ?? wire.length)),
        );
        demultiplexer.finish();
        const expected = sent.map(({ type, payload }) => ({
          stream: type === 1 ? ('stdout' as const) : ('stderr' as const),
          bytes: Buffer.from(payload),
        }));
        expect(plain(received)).toEqual(plain(expected));
      }),
    );
  });

  test('reads no further than the frames that were taken', async () => {
    let read = 0;
    async function* source(): AsyncGenerator<Buffer> {
      for (;;) {
        read += 1;
        yield frame(1, Buffer.from(`line ${read}\n`));
      }
    }
    const frames = demultiplex(source());
    await frames.next();
    await frames.next();
    expect(read).toBe(2);
    await frames.return();
  });

  test('refuses raw output instead of reading lengths out of text', () => {
    expect(() => new Demultiplexer().push(Buffer.from('hello from a terminal\r\n'))).toThrow(/TTY/);
  });

  test('tells when the output ends inside a frame', () => {
    const demultiplexer = new Demultiplexer();
    expect(demultiplexer.push(frame(1, Buffer.from('whole')).subarray(0, 10))).toEqual([]);
    expect(() => demultiplexer.finish()).toThrow(/inside a frame/);
  });
});

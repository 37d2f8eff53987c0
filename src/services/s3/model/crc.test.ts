import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { combineCrc, type Crc, crc32, crc32c, crc64nvme } from './crc.ts';

const all: readonly (readonly [string, Crc, bigint])[] = [
  ['CRC32', crc32, 0xcbf4_3926n],
  ['CRC32C', crc32c, 0xe306_9283n],
  ['CRC64NVME', crc64nvme, 0xae8b_1486_0a79_9888n],
];

function of(crc: Crc, ...pieces: readonly Uint8Array[]): bigint {
  const running = crc.start();
  for (const piece of pieces) running.update(piece);
  return running.digest();
}

test.each(all)('%s of the text that every catalogue gives', (_, crc, check) => {
  expect(of(crc, Buffer.from('123456789'))).toBe(check);
  expect(of(crc)).toBe(0n);
});

test.each(all)('%s does not depend on how bytes are cut, and of two texts follows from each', (_, crc) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), fc.uint8Array({ maxLength: 70 }), (a, b) => {
      const whole = of(crc, Buffer.concat([a, b]));
      expect(of(crc, a, b)).toBe(whole);
      expect(combineCrc(crc, of(crc, a), of(crc, b), b.length)).toBe(whole);
    }),
  );
});

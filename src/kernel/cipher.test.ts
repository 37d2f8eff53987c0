import { expect, test } from 'vitest';

import { aesCipher, newKey, UnsealError } from './cipher.ts';

const plain = Buffer.from('correct horse battery staple');

test('what is sealed is opened again, and cannot be read while it is sealed', () => {
  const cipher = aesCipher(newKey());
  const sealed = cipher.seal(plain, 'a');
  expect(Buffer.from(sealed, 'base64').includes('horse')).toBe(false);
  expect(cipher.open(sealed, 'a')).toEqual(plain);
  expect(cipher.open(cipher.seal(new Uint8Array(), 'a'), 'a')).toHaveLength(0);
});

test('the same value is never sealed the same way twice', () => {
  const cipher = aesCipher(newKey());
  expect(cipher.seal(plain, 'a')).not.toBe(cipher.seal(plain, 'a'));
});

test('another key, another context or a changed byte does not open it', () => {
  const cipher = aesCipher(newKey());
  const sealed = cipher.seal(plain, 'a');
  const damaged = Buffer.from(sealed, 'base64');
  damaged[damaged.length - 1]! ^= 1;
  expect(() => aesCipher(newKey()).open(sealed, 'a')).toThrow(UnsealError);
  expect(() => cipher.open(sealed, 'b')).toThrow(UnsealError);
  expect(() => cipher.open(damaged.toString('base64'), 'a')).toThrow(UnsealError);
  expect(() => cipher.open('', 'a')).toThrow(UnsealError);
});

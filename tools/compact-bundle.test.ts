import { expect, test } from 'vitest';
import { inAscii } from './compact-bundle.ts';

test.each([
  ["'…'", "'\\u2026'"],
  ['`${n}\u{1F6A2}`', '`${n}\\ud83d\\udea2`'],
  ["'plain'", "'plain'"],
])('%s means the same in ASCII', (code, ascii) => {
  expect(inAscii(code)).toBe(ascii);
});

test('a class of code points stays one, in halves as well', () => {
  expect('\u{1F6A2}').toMatch(new RegExp(inAscii('^[\u{10000}-\u{EFFFF}]$'), 'u'));
});

test.each(['String.raw`…`', '/\\…/'])('%s cannot be written in ASCII, which stops the build', (code) => {
  expect(() => inAscii(code)).toThrow('an escape would not do here');
});

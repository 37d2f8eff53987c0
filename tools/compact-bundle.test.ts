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
  const pattern: unknown = new Function(`return ${inAscii('/^[\u{10000}-\u{EFFFF}]$/u')}`)();
  expect(pattern).toBeInstanceOf(RegExp);
  expect(pattern instanceof RegExp && pattern.test('\u{1F6A2}')).toBe(true);
});

test.each(['String.raw`…`', '/\\…/'])('%s cannot be written in ASCII, which stops the build', (code) => {
  expect(() => inAscii(code)).toThrow('an escape would not do here');
});

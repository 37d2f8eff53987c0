import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { globMatches, parseGlob } from './glob.ts';

test('wildcards match as a regular expression of the same meaning does', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 10 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*', '?'), maxLength: 8 });
  fc.assert(
    fc.property(pattern, text, (wanted, given) => {
      const expression = new RegExp(`^${wanted.replaceAll('*', '.*').replaceAll('?', '.')}$`);
      expect(globMatches(parseGlob(wanted), given)).toBe(expression.test(given));
    }),
    { numRuns: 2000 },
  );
});

test('a pattern of many stars is no slower than its length times that of the text', () => {
  const glob = parseGlob(`${'a*'.repeat(500)}b`);
  expect(globMatches(glob, 'a'.repeat(5000))).toBe(false);
});

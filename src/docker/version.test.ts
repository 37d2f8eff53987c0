import { expect, test } from 'vitest';
import { apiAtLeast, chooseApi, formatApi } from './version.ts';

test.each([
  ['1.41', '1.41'],
  ['1.47', '1.47'],
  ['1.52', '1.47'],
  ['2.0', '1.47'],
])('of an engine that offers %s we speak %s', (offered, spoken) => {
  expect(formatApi(chooseApi(offered))).toBe(spoken);
});

test.each(['1.39', undefined, 'new'])('an engine that offers %s is refused', (offered) => {
  expect(() => chooseApi(offered)).toThrow(expect.objectContaining({ kind: 'protocol' }));
});

test('minor versions compare as numbers', () => {
  expect(apiAtLeast({ major: 1, minor: 5 }, 41)).toBe(false);
  expect(apiAtLeast({ major: 1, minor: 100 }, 41)).toBe(true);
});

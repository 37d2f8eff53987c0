import { expect, test } from 'vitest';

import { goFormat } from './go-format.ts';

test.each([
  ['plain', 'plain'],
  ['', ''],
  [true, 'true'],
  [false, 'false'],
  [null, '<nil>'],
  [0, '0'],
  [-0, '-0'],
  [42, '42'],
  [3.25, '3.25'],
  [100_000, '100000'],
  [999_999.5, '999999.5'],
  [1_000_000, '1e+06'],
  [1_234_567, '1.234567e+06'],
  [-123_456_789, '-1.23456789e+08'],
  [1e21, '1e+21'],
  [1e100, '1e+100'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [[], '[]'],
  [[1, 'b', null, [true]], '[1 b <nil> [true]]'],
  [{}, 'map[]'],
  [{ b: 2, a: 1 }, 'map[a:1 b:2]'],
  [{ b: { d: 'x y', c: [1e6] }, a: null }, 'map[a:<nil> b:map[c:[1e+06] d:x y]]'],
  [{ é: 1, z: 2, Z: 3 }, 'map[Z:3 z:2 é:1]'],
])('%j is printed %s', (value, printed) => {
  expect(goFormat(value)).toBe(printed);
});

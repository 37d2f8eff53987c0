import { expect, test } from 'vitest';
import { formatDuration, parseDuration } from './duration.ts';

test.each([
  ['0', 0],
  ['500ms', 500],
  ['90s', 90_000],
  ['1.5s', 1500],
  ['5m', 300_000],
  ['1h30m', 5_400_000],
  ['2d', 172_800_000],
])('%s is %d ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(['', '5', 'm', '5 m', '-5m', '5mm', '1h30', '5M', '1..5s', 'Infinitys'])(
  '%j is no duration',
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);

test.each([
  [0, '0 ms'],
  [849.6, '850 ms'],
  [1234, '1.2 s'],
  [59_949, '59.9 s'],
  [59_950, '1 m 00 s'],
  [123_000, '2 m 03 s'],
  [3_599_600, '1 h 00 m'],
  [3_840_000, '1 h 04 m'],
])('%d ms is written %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

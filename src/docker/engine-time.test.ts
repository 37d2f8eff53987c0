import { expect, test } from 'vitest';
import { engineTime, nanosecondsOf } from './engine-time.ts';

test.each([
  ['2026-11-23T19:59:52.352222713Z', 1_795_463_992_352_222_713n],
  ['2026-11-23T20:59:52.5+01:00', 1_795_463_992_500_000_000n],
  ['2026-11-23T19:59:52Z', 1_795_463_992_000_000_000n],
])('reads %s exactly', (time, nanoseconds) => {
  expect(nanosecondsOf(time)).toBe(nanoseconds);
});

test('writes times as the engine reads them', () => {
  expect(engineTime(1_795_463_993_000_000_042n)).toBe('1795463993.000000042');
});

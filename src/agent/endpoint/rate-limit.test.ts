import { expect, test } from 'vitest';

import { VirtualClock } from '../../kernel/virtual-clock.ts';
import { RateLimit } from './rate-limit.ts';

test('a limit lets a burst pass, and then its steady rate', async () => {
  const clock = new VirtualClock();
  const limit = new RateLimit(clock, 40, 60);
  const passed = (asked: number): number =>
    Array.from({ length: asked }, () => limit.take()).filter(Boolean).length;
  expect(passed(100)).toBe(60);
  await clock.advance(500);
  expect(passed(100)).toBe(20);
  await clock.advance(60_000);
  expect(passed(100)).toBe(60);
});

import { expect, test } from 'vitest';

import { backoff } from './backoff.ts';

test('doubles up to the most', () => {
  expect([1, 2, 3, 4, 5, 60].map((attempt) => backoff(attempt, 100, 1000))).toEqual([
    100, 200, 400, 800, 1000, 1000,
  ]);
});

test('jitter takes off up to a quarter, and never adds', () => {
  expect(backoff(3, 100, 1000, 0)).toBe(400);
  expect(backoff(3, 100, 1000, 0.5)).toBe(350);
  expect(backoff(3, 100, 1000, 0.999)).toBe(300);
});

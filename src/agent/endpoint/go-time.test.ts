import { expect, test } from 'vitest';

import { goTime } from './go-time.ts';

test.each([
  [Date.UTC(2026, 2, 1, 10, 0, 0), '2026-03-01T10:00:00Z'],
  [Date.UTC(2026, 2, 1, 10, 0, 0, 120), '2026-03-01T10:00:00.12Z'],
  [Date.UTC(2026, 2, 1, 10, 0, 0, 7), '2026-03-01T10:00:00.007Z'],
])('a time is written as Go writes it', (ms, text) => {
  expect(goTime(ms)).toBe(text);
});

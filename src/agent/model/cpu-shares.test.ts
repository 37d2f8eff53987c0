import { expect, test } from 'vitest';

import { cpuShares } from './cpu-shares.ts';

test.each([
  [0, 2],
  [1, 2],
  [2, 2],
  [1024, 1024],
  [300_000, 262_144],
])('%d cpu units weigh %d', (units, shares) => {
  expect(cpuShares(units)).toBe(shares);
});

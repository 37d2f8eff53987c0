import { expect, test } from 'vitest';

import { canonicalPath } from './canonical-path.ts';

test.each([
  ['/v4/id', '/v4/id'],
  ['//v4//id/task', '/v4/id/task'],
  ['/v4/./id/../id/stats', '/v4/id/stats'],
  ['/v4/id/', '/v4/id/'],
  ['/../..', '/'],
])('the path %s is canonically %s', (path, canonical) => {
  expect(canonicalPath(path)).toBe(canonical);
});

import { expect, test } from 'vitest';

import { readOutputQuery } from './task-output-route.ts';

test('what is asked for is read', () => {
  expect(readOutputQuery({})).toEqual({ container: undefined, follow: false, since: undefined });
  expect(readOutputQuery({ container: 'web', follow: 'true', since: '1000' })).toEqual({
    container: 'web',
    follow: true,
    since: 1000,
  });
});

test.each([
  { follow: 'yes' },
  { follow: ['true', 'true'] },
  { since: '-1' },
  { since: '5m' },
  { since: '' },
  { container: '' },
  { container: ['a', 'b'] },
])('%j is refused', (query) => {
  expect(readOutputQuery(query)).toMatchObject({ status: 400 });
});

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { AwsError } from './aws-error.ts';
import { paginateList, type PageRequest } from './paging.ts';

const invalidToken = (): AwsError => new AwsError('InvalidParameterException', 'Invalid token');
const request = (overrides: Partial<PageRequest> = {}): PageRequest => ({
  defaultSize: 100,
  query: { cluster: 'default' },
  invalidToken,
  ...overrides,
});
const self = (item: string): string => item;

test('pages through everything once, in order, whatever the size', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string()), fc.integer({ min: 1, max: 7 }), (items, maxResults) => {
      const seen: string[] = [];
      let nextToken: string | undefined;
      do {
        const page = paginateList(items, self, request({ maxResults, nextToken }));
        expect(page.items.length).toBeLessThanOrEqual(maxResults);
        seen.push(...page.items);
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      expect(seen).toEqual([...items].sort());
    }),
  );
});

test('the last full page has no token', () => {
  expect(paginateList(['a', 'b'], self, request({ maxResults: 2 }))).toEqual({ items: ['a', 'b'] });
});

test('items that vanish or appear between pages disturb nothing', () => {
  const first = paginateList(['a', 'b', 'c', 'd'], self, request({ maxResults: 2 }));
  const second = paginateList(
    ['0', 'a', 'c', 'd'],
    self,
    request({ maxResults: 2, nextToken: first.nextToken }),
  );
  expect(second).toEqual({ items: ['c', 'd'] });
});

test('the order of the members of a query does not matter, their values do', () => {
  const { nextToken } = paginateList(['a', 'b'], self, request({ maxResults: 1, query: { x: 1, y: 2 } }));
  const again = (query: unknown): unknown => paginateList(['a', 'b'], self, request({ nextToken, query }));
  expect(again({ y: 2, x: 1 })).toEqual({ items: ['b'] });
  expect(() => again({ x: 1, y: 3 })).toThrow('Invalid token');
});

test('a token that was not given out is refused', () => {
  fc.assert(
    fc.property(fc.string(), (nextToken) => {
      expect(() => paginateList(['a'], self, request({ nextToken }))).toThrow(AwsError);
    }),
  );
});

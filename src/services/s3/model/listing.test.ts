import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isLong } from '../../../../test/support/chaos/random.ts';
import { Store } from '../../../store/store.ts';
import { type ListingRequest, listKeys } from './listing.ts';
import { type ObjectRecord, s3Tables } from './tables.ts';

function tableOf(keys: readonly string[]): ReturnType<typeof s3Tables>['objects'] {
  const { objects } = s3Tables(new Store({ onListenerError: () => {} }));
  for (const key of keys) objects.put(record(key));
  objects.put({ ...record('other'), bucket: 'other' });
  return objects;
}

const record = (key: string): ObjectRecord => ({
  bucket: 'b',
  key,
  size: 0,
  etag: '',
  modifiedAt: 0,
  pieces: [],
  isMultipart: false,
  tags: [],
  metadata: {},
  storageClass: 'STANDARD',
});

/** All pages, entry by entry. */
function pages(keys: readonly string[], request: Partial<ListingRequest>): string[][] {
  const table = tableOf(keys);
  const found: string[][] = [];
  for (let after = request.after ?? ''; ;) {
    const asked = { bucket: 'b', prefix: '', delimiter: '', limit: 1000, ...request, after };
    const { rows, commonPrefixes, next } = listKeys(table, asked);
    found.push([...rows.map(({ key }) => key), ...commonPrefixes]);
    if (next === undefined) return found;
    after = next;
  }
}

describe('listing', () => {
  const keys = ['a', 'a/1', 'a/2', 'b/x/1', 'b/x/2', 'b/y', 'c'];

  test.each([
    [{}, [keys]],
    [{ delimiter: '/' }, [['a', 'c', 'a/', 'b/']]],
    [{ delimiter: '/', prefix: 'b/' }, [['b/y', 'b/x/']]],
    [{ prefix: 'a/' }, [['a/1', 'a/2']]],
    [{ after: 'a/2' }, [['b/x/1', 'b/x/2', 'b/y', 'c']]],
    [{ after: 'a/', delimiter: '/' }, [['c', 'b/']]],
    [{ limit: 3 }, [keys.slice(0, 3), keys.slice(3, 6), keys.slice(6)]],
    [{ limit: 1, delimiter: '/' }, [['a'], ['a/'], ['b/'], ['c']]],
    [{ limit: 0 }, [[]]],
    [{ prefix: 'nothing' }, [[]]],
  ])('%j', (request, expected) => expect(pages(keys, request)).toEqual(expected));

  test('a key that is the prefix itself hides nothing below it', () => {
    const request = { prefix: 'a/', delimiter: '/', limit: 1 };
    expect(pages(['a/', 'a/1', 'a/b/c'], request)).toEqual([['a/'], ['a/1'], ['a/b/']]);
  });

  test('keys are ordered by their bytes', () => {
    // The surrogates of the last would go before the second by UTF-16.
    expect(pages(['\u{1F600}', '\uFF5E', 'z', 'Z'], {})).toEqual([['Z', 'z', '\uFF5E', '\u{1F600}']]);
  });

  test('pages of any size hold the same, once', () => {
    const key = fc.string({ unit: fc.constantFrom('a', 'b', '/'), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        fc.uniqueArray(key, { maxLength: 12 }),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom('', '/', 'ab'),
        fc.constantFrom('', 'a', 'a/'),
        (all, limit, delimiter, prefix) => {
          const whole = pages(all, { delimiter, prefix }).flat().sort();
          const paged = pages(all, { delimiter, prefix, limit });
          expect(paged.flat().sort()).toEqual(whole);
          expect(paged.every(({ length }) => length <= limit)).toBe(true);
        },
      ),
      { numRuns: isLong ? 3000 : 60 },
    );
  });
});

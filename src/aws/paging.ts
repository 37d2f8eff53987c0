import { createHash } from 'node:crypto';
import type { AwsError } from './aws-error.ts';

/**
 * Pages over lists that change between calls. A token names the last item of the page before, not a
 * position, so nothing is shown twice or skipped when items come and go. It also carries a hash of what was
 * asked, because a token of one query means nothing to another.
 */
export interface PageRequest {
  readonly nextToken?: string | undefined;
  /** As the client sent it. */
  readonly maxResults?: number | undefined;
  /** Page size where the client sent none. */
  readonly defaultSize: number;
  /** All that selects and orders the items (cluster, filters), so that a token fits only its own query. */
  readonly query: unknown;
  /** The error for a token that is damaged or belongs to another query. */
  readonly invalidToken: () => AwsError;
}

export interface Page<Item> {
  readonly items: Item[];
  /** Absent on the last page. */
  readonly nextToken?: string;
}

/** Items in ascending order of key, at most `limit`, beginning behind `after`. */
export type FetchAfter<Item> = (after: string | undefined, limit: number) => readonly Item[];

/** One page from a source that can look up its items by key, such as a table with an index. */
export function paginate<Item>(
  fetch: FetchAfter<Item>,
  keyOf: (item: Item) => string,
  request: PageRequest,
): Page<Item> {
  const size = request.maxResults ?? request.defaultSize;
  const query = fingerprint(request.query);
  const after = request.nextToken === undefined ? undefined : readToken(request.nextToken, query);
  if (after === INVALID) throw request.invalidToken();
  // One item more than asked for tells whether there is another page.
  const found = fetch(after, size + 1);
  const items = found.slice(0, size);
  const last = items.at(-1);
  if (found.length <= size || last === undefined) return { items };
  return { items, nextToken: writeToken(keyOf(last), query) };
}

/** One page of a list in memory, ordered by key. */
export function paginateList<Item>(
  list: readonly Item[],
  keyOf: (item: Item) => string,
  request: PageRequest,
): Page<Item> {
  const keyed = list.map((item) => ({ key: keyOf(item), item })).sort((a, b) => (a.key < b.key ? -1 : 1));
  const fetch: FetchAfter<Item> = (after, limit) => {
    const start = after === undefined ? 0 : keyed.findIndex(({ key }) => key > after);
    return start < 0 ? [] : keyed.slice(start, start + limit).map(({ item }) => item);
  };
  return paginate(fetch, keyOf, request);
}

/** For lists that are searched rather than looked up, whose pages end where the search has come to. */
export const tokenAt = (key: string, query: unknown): string => writeToken(key, fingerprint(query));

/** The key of such a token; `undefined` for one that is damaged or belongs to another query. */
export function keyOfToken(token: string, query: unknown): string | undefined {
  const key = readToken(token, fingerprint(query));
  return key === INVALID ? undefined : key;
}

const INVALID = Symbol('invalid token');

function writeToken(key: string, query: string): string {
  return Buffer.from(JSON.stringify([key, query])).toString('base64url');
}

function readToken(token: string, query: string): string | typeof INVALID {
  try {
    const read: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (!Array.isArray(read) || read.length !== 2) return INVALID;
    const [key, asked]: unknown[] = read;
    return typeof key === 'string' && asked === query ? key : INVALID;
  } catch {
    return INVALID;
  }
}

/** Short hash of a JSON value; the order of an object's members does not count. */
function fingerprint(query: unknown): string {
  const canonical = JSON.stringify(query, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash('sha256')
    .update(canonical ?? '')
    .digest('base64url')
    .slice(0, 12);
}

import type { Query } from '../../../store/table.ts';

export interface ListingRequest {
  readonly bucket: string;
  readonly prefix: string;
  /** Empty: every key by itself. */
  readonly delimiter: string;
  /** Only what comes behind it; it may also be a common prefix. */
  readonly after: string;
  readonly limit: number;
}

/** How rows that share a key stand to one another: uploads, versions. */
export interface Tie<Row> {
  readonly column: string;
  readonly of: (row: Row) => string | number;
  /** Behind all that there can be. */
  readonly last: string | number;
  /** Within the key `after`, only what comes behind this. Absent: nothing of that key. */
  readonly after?: string | number;
}

export interface Listing<Row> {
  readonly rows: readonly Row[];
  readonly commonPrefixes: readonly string[];
  /** The last key or common prefix, where there is more behind it. */
  readonly next?: string;
}

/** Rows that are read at a time. */
const BATCH = 1000;
/** Behind every key that begins with what stands before it. */
const END = '\u{10FFFF}';

/**
 * Keys in the order of their UTF-8 bytes, those that have the delimiter behind the prefix rolled up into one
 * entry. Of a common prefix with a million keys one row is read: the search goes on behind it.
 */
export function listKeys<Row extends { readonly key: string }>(
  table: { select(query: Query): Row[] },
  { bucket, prefix, delimiter, after, limit }: ListingRequest,
  tie?: Tie<Row>,
): Listing<Row> {
  const rows: Row[] = [];
  const commonPrefixes: string[] = [];
  /** Behind the first delimiter after the prefix. */
  const endOf = (key: string): number | undefined => {
    const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    return at < 0 ? undefined : at + delimiter.length;
  };
  let last = '';
  // A key may end with the delimiter and be no common prefix: one that is the prefix itself.
  const isRolledUp = delimiter !== '' && after.startsWith(prefix) && endOf(after) === after.length;
  const orderBy = tie === undefined ? ['key'] : ['key', tie.column];
  const behind = (key: string, row?: string | number): readonly (string | number)[] =>
    tie === undefined ? [key] : [key, row ?? tie.last];
  let cursor = isRolledUp ? behind(`${after}${END}`) : behind(after, tie?.after);
  for (;;) {
    const batch = table.select({
      where: { bucket, ...(prefix !== '' && { key: { startsWith: prefix } }) },
      orderBy,
      after: cursor,
      limit: Math.min(BATCH, limit - rows.length - commonPrefixes.length + 1),
    });
    if (batch.length === 0) return { rows, commonPrefixes };
    for (const row of batch) {
      if (rows.length + commonPrefixes.length >= limit) {
        return limit === 0 ? { rows, commonPrefixes } : { rows, commonPrefixes, next: last };
      }
      const end = endOf(row.key);
      if (end === undefined) {
        rows.push(row);
        last = row.key;
        cursor = behind(row.key, tie?.of(row));
      } else {
        last = row.key.slice(0, end);
        commonPrefixes.push(last);
        cursor = behind(`${last}${END}`);
        break;
      }
    }
  }
}

/** Keys as a listing is asked to write them. */
export const encoder = (type: 'url' | undefined): ((text: string) => string) =>
  type === 'url' ? encodeKey : (text) => text;

/** As Amazon S3 encodes keys for XML, which cannot hold every character: like a form, but slashes stay. */
function encodeKey(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2F', '/')
    .replaceAll('%20', '+');
}

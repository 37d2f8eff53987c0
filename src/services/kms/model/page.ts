import { paginateList } from '../../../aws/paging.ts';
import { invalidMarker } from '../errors.ts';

/** KMS's way to tell of pages. */
export interface Paged {
  readonly Limit?: number;
  readonly Marker?: string;
}

/** One page, and what the answer says of the next one. */
export function pageOf<Item>(
  list: readonly Item[],
  keyOf: (item: Item) => string,
  { Limit: limit, Marker: marker }: Paged,
  { defaultSize, query }: { readonly defaultSize: number; readonly query: unknown },
): { readonly items: readonly Item[]; readonly tail: { Truncated: boolean; NextMarker?: string } } {
  const { items, nextToken } = paginateList(list, keyOf, {
    nextToken: marker,
    maxResults: limit,
    defaultSize,
    query,
    invalidToken: invalidMarker,
  });
  return {
    items,
    tail: { Truncated: nextToken !== undefined, ...(nextToken !== undefined && { NextMarker: nextToken }) },
  };
}

import { paginateList } from '../../../aws/paging.ts';
import { invalidMarker } from '../errors.ts';

/** One page as IAM answers it: `items` by key, and `Marker` where there are more. */
export function page<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  asked: { readonly Marker?: string; readonly MaxItems?: number },
  query: unknown,
): { readonly items: Item[]; readonly more: { IsTruncated: boolean; Marker?: string } } {
  const found = paginateList(items, keyOf, {
    nextToken: asked.Marker,
    maxResults: asked.MaxItems,
    defaultSize: 100,
    query,
    invalidToken: invalidMarker,
  });
  const { nextToken } = found;
  return {
    items: found.items,
    more: nextToken === undefined ? { IsTruncated: false } : { IsTruncated: true, Marker: nextToken },
  };
}

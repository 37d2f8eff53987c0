import { type FetchAfter, type Page, paginate } from '../../../aws/paging.ts';
import { invalidToken } from '../errors.ts';

interface ListInput {
  readonly NextToken?: string;
  readonly MaxResults?: number;
}

/** One page of a table, looked up by key; `asked` is all else that the request says. */
export function pageOf<Item>(
  fetch: FetchAfter<Item>,
  keyOf: (item: Item) => string,
  { NextToken, MaxResults, ...asked }: ListInput,
): Page<Item> {
  return paginate(fetch, keyOf, {
    nextToken: NextToken,
    maxResults: MaxResults,
    defaultSize: 100,
    query: asked,
    invalidToken,
  });
}

export const nextToken = ({ nextToken: token }: Page<unknown>): { NextToken?: string } =>
  token === undefined ? {} : { NextToken: token };

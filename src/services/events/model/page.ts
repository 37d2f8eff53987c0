import { type Page, paginateList } from '../../../aws/paging.ts';
import { invalidToken } from '../errors.ts';

interface ListInput {
  readonly NextToken?: string;
  readonly Limit?: number;
}

/** One page of a list, in order of name; `asked` is all else that the request says. */
export function pageOf<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  { NextToken, Limit, ...asked }: ListInput,
): Page<Item> {
  return paginateList(items, nameOf, {
    nextToken: NextToken,
    maxResults: Limit,
    defaultSize: 100,
    query: asked,
    invalidToken,
  });
}

export const nextToken = ({ nextToken: token }: Page<unknown>): { NextToken?: string } =>
  token === undefined ? {} : { NextToken: token };

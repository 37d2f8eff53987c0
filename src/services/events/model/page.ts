import { type Page, type PageRequest, paginate, paginateList } from '../../../aws/paging.ts';
import type { Query, Table } from '../../../store/table.ts';
import { invalidToken } from '../errors.ts';

interface ListInput {
  readonly NextToken?: string;
  readonly Limit?: number;
}

const defaultSize = 100;

/** One page of a list, in order of name; `asked` is all else that the request says. */
export function pageOf<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  input: ListInput,
): Page<Item> {
  return paginateList(items, nameOf, request(input));
}

export interface Rows<Row> {
  readonly table: Table<Row>;
  readonly where: NonNullable<Query['where']>;
  /** Values of the key's columns before the name. */
  readonly place: readonly string[];
  readonly wants?: (row: Row) => boolean;
}

/** One page of the rows of a table, in order of name: no more are read than are told or left out. */
export function pageOfRows<Row extends { readonly name: string }>(
  { table, where, place, wants = () => true }: Rows<Row>,
  input: ListInput,
): Page<Row> {
  const fetch = (after: string | undefined, limit: number): readonly Row[] => {
    const found: Row[] = [];
    for (let last = after; ;) {
      const rows = table.select({ where, limit, ...(last !== undefined && { after: [...place, last] }) });
      found.push(...rows.filter(wants));
      last = rows.at(-1)?.name;
      if (rows.length < limit || found.length >= limit) return found.slice(0, limit);
    }
  };
  return paginate(fetch, ({ name }) => name, request(input));
}

const request = ({ NextToken, Limit, ...asked }: ListInput): PageRequest => ({
  nextToken: NextToken,
  maxResults: Limit,
  defaultSize,
  query: asked,
  invalidToken,
});

export const nextToken = ({ nextToken: token }: Page<unknown>): { NextToken?: string } =>
  token === undefined ? {} : { NextToken: token };

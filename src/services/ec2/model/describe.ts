import type { Filter } from '../../../aws/contract/ec2.types.gen.ts';
import { paginateList } from '../../../aws/paging.ts';
import { badValue, combination, invalidNextToken } from '../errors.ts';
import { type FilterTable, filterBy } from './filters.ts';

/** What a Describe call asks for, beside ids. */
export interface Asked {
  readonly Filters?: readonly Filter[];
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

interface View<Row, Shown> {
  readonly filters: FilterTable;
  readonly show: (row: Row) => Shown;
  readonly keyOf: (shown: Shown) => string | undefined;
  /** Ids were given, and of this operation AWS takes not both. `instancesSet` */
  readonly idsParameter?: string;
  readonly smallestPage?: number;
  readonly largestPage?: number;
}

/** EC2's own when nobody says how many. */
const defaultSize = 1000;

/** What is shown of `rows`, filtered and in pages: every Describe call answers by this. */
export function describe<Row, Shown>(
  rows: readonly Row[],
  asked: Asked,
  view: View<Row, Shown>,
): { readonly items: Shown[]; readonly nextToken?: string } {
  const { MaxResults, NextToken } = asked;
  checkPage(asked, view);
  const passes = filterBy(view.filters, asked.Filters);
  const shown = rows.map(view.show);
  const items = asked.Filters === undefined ? shown : shown.filter(passes);
  if (MaxResults === undefined && NextToken === undefined && items.length <= defaultSize) return { items };
  return paginateList(items, (item) => view.keyOf(item) ?? '', {
    maxResults: MaxResults === undefined ? undefined : Math.min(MaxResults, view.largestPage ?? defaultSize),
    nextToken: NextToken,
    defaultSize,
    query: asked.Filters ?? [],
    invalidToken: invalidNextToken,
  });
}

function checkPage<Row, Shown>(
  { MaxResults }: Asked,
  { idsParameter, smallestPage = 5 }: View<Row, Shown>,
): void {
  if (MaxResults === undefined) return;
  if (idsParameter !== undefined) {
    throw combination(`The parameter ${idsParameter} cannot be used with the parameter maxResults`);
  }
  if (MaxResults < smallestPage) {
    throw badValue(MaxResults, 'maxResults', `Expecting a value greater than or equal to ${smallestPage}.`);
  }
}

import { paginate, paginateList } from '../../../aws/paging.ts';
import type {
  DescribeParametersRequest,
  ParameterStringFilter,
} from '../../../aws/contract/ssm.types.gen.ts';
import { invalidNextToken, twoKindsOfFilters } from '../errors.ts';
import { metadataOutput } from '../model/describe.ts';
import { matcher } from '../model/filters.ts';
import { lastVersion } from '../model/find.ts';
import type { ParameterRecord } from '../model/tables.ts';
import type { SsmOperation } from '../operation.ts';

/** What there is, without the values, by name. */
export const describeParameters: SsmOperation<'DescribeParameters'> = (input, call) => {
  const { account, region, tables } = call;
  const filters = filtersOf(input);
  const isWanted = matcher(filters, 'DescribeParameters');
  const isWantedHere = (parameter: ParameterRecord): boolean => {
    const { name, tags } = parameter;
    return isWanted({ name, tags, version: () => lastVersion(call, parameter) });
  };
  const where = { account, region };
  const pageAfter = (after: string | undefined, limit: number): ParameterRecord[] =>
    tables.parameters.select({
      where,
      limit,
      ...(after !== undefined && { after: [account, region, after] }),
    });
  const request = {
    nextToken: input.NextToken,
    maxResults: input.MaxResults,
    defaultSize: 50,
    query: [account, region, filters, input.Shared],
    invalidToken: invalidNextToken,
  };
  const keyOf = ({ name }: ParameterRecord): string => name;
  // What other accounts share, there is none of.
  if (input.Shared === true) return { Parameters: [] };
  const { items, nextToken } =
    filters.length > 0
      ? paginateList(tables.parameters.select({ where }).filter(isWantedHere), keyOf, request)
      : paginate(pageAfter, keyOf, request);
  return {
    Parameters: items.map((parameter) => metadataOutput(call, lastVersion(call, parameter))),
    ...(nextToken !== undefined && { NextToken: nextToken }),
  };
};

/** `Filters` is the older form, in which a name stands for all that begin with it. */
function filtersOf({
  Filters: old,
  ParameterFilters: filters,
}: DescribeParametersRequest): readonly ParameterStringFilter[] {
  if (old === undefined) return filters ?? [];
  if (filters !== undefined) throw twoKindsOfFilters();
  return old.map(({ Key, Values }) => ({
    Key,
    Values,
    ...(Key === 'Name' && { Option: 'BeginsWith' }),
  }));
}

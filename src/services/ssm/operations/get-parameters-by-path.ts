import { paginateList } from '../../../aws/paging.ts';
import { invalidNextToken } from '../errors.ts';
import { parameterOutput } from '../model/describe.ts';
import { matcher } from '../model/filters.ts';
import { lastVersion, versionsOf } from '../model/find.ts';
import { checkPath, isUnder } from '../model/names.ts';
import type { ParameterRecord, VersionRecord } from '../model/tables.ts';
import type { SsmCall, SsmOperation } from '../operation.ts';
import { publicPage } from '../public/page.ts';
import { isPublic } from '../public/parameters.ts';

/** What lies under a path, by name. */
export const getParametersByPath: SsmOperation<'GetParametersByPath'> = (input, call) => {
  const { Path: path, Recursive: recursive = false, ParameterFilters: filters } = input;
  const { account, region } = call;
  checkPath(path);
  const isWanted = matcher(filters, 'GetParametersByPath');
  if (isPublic(path)) return publicPage(input, call, isWanted);
  const byLabel = filters?.some(({ Key }) => Key === 'Label') === true;
  const found = candidates(call, path)
    .filter(({ name }) => isUnder(name, path, recursive))
    .flatMap((parameter) => {
      // A label is on one version, which need not be the last.
      const versions: VersionRecord[] = byLabel
        ? versionsOf(call, parameter)
        : [lastVersion(call, parameter)];
      return versions
        .filter((version) => isWanted({ name: parameter.name, tags: parameter.tags, version: () => version }))
        .map((version) => ({ parameter, version }));
    });
  const { items, nextToken } = paginateList(found, ({ parameter }) => parameter.name, {
    nextToken: input.NextToken,
    maxResults: input.MaxResults,
    defaultSize: 10,
    query: [account, region, path, recursive, filters],
    invalidToken: invalidNextToken,
  });
  return {
    Parameters: items.map((chosen) => parameterOutput(call, chosen, input.WithDecryption)),
    ...(nextToken !== undefined && { NextToken: nextToken }),
  };
};

/** By the index; under `/` lies everything, also what has no slash in its name. */
function candidates({ tables, account, region }: SsmCall, path: string): ParameterRecord[] {
  const where = { account, region, ...(path !== '/' && { name: { startsWith: path } }) };
  return tables.parameters.select({ where });
}

import type {
  GetParametersByPathRequest,
  GetParametersByPathResult,
} from '../../../aws/contract/ssm.types.gen.ts';
import { paginateList } from '../../../aws/paging.ts';
import { invalidNextToken } from '../errors.ts';
import { parameterOutput } from '../model/describe.ts';
import { matcher } from '../model/filters.ts';
import { lastVersion, versionsOf } from '../model/find.ts';
import { checkPath, isUnder } from '../model/names.ts';
import type { ParameterRecord, VersionRecord } from '../model/tables.ts';
import type { SsmCall, SsmOperation } from '../operation.ts';
import { isPublic, publicParametersUnder } from '../public/parameters.ts';

/** What lies under a path, by name. */
export const getParametersByPath: SsmOperation<'GetParametersByPath'> = (input, call) => {
  const { Path: path, Recursive: recursive = false, ParameterFilters: filters } = input;
  const { account, region } = call;
  checkPath(path);
  const isWanted = matcher(filters, 'GetParametersByPath');
  if (isPublic(path)) return publicPage(input, call);
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

/** AWS's own parameters: of type String all, without a key and without labels. */
function publicPage(input: GetParametersByPathRequest, call: SsmCall): GetParametersByPathResult {
  const { Path: path, Recursive: recursive = false, ParameterFilters: filters } = input;
  const place = { account: '', region: call.region };
  const found = publicParametersUnder(call, path, recursive).filter(({ Name: name = '' }) =>
    matcher(
      filters,
      'GetParametersByPath',
    )({
      name,
      tags: [],
      version: () => ({ ...place, name, ...publicVersion }),
    }),
  );
  const { items, nextToken } = paginateList(found, ({ Name: name = '' }) => name, {
    nextToken: input.NextToken,
    maxResults: input.MaxResults,
    defaultSize: 10,
    query: [call.region, path, recursive, filters],
    invalidToken: invalidNextToken,
  });
  return { Parameters: items, ...(nextToken !== undefined && { NextToken: nextToken }) };
}

const publicVersion = {
  version: 1,
  type: 'String',
  sealed: '',
  tier: 'Standard',
  dataType: 'text',
  labels: [],
  modifiedBy: '',
  modifiedAt: 0,
} as const;

/** By the index; under `/` lies everything, also what has no slash in its name. */
function candidates({ tables, account, region }: SsmCall, path: string): ParameterRecord[] {
  const where = { account, region, ...(path !== '/' && { name: { startsWith: path } }) };
  return tables.parameters.select({ where });
}

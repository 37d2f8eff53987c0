import type {
  GetParametersByPathRequest,
  GetParametersByPathResult,
} from '../../../aws/contract/ssm.types.gen.ts';
import { paginateList } from '../../../aws/paging.ts';
import { invalidNextToken } from '../errors.ts';
import type { Filtered } from '../model/filters.ts';
import type { SsmCall } from '../operation.ts';
import { publicParametersUnder } from './parameters.ts';

/** AWS's own parameters: of type String all, without a key and without labels. */
export function publicPage(
  input: GetParametersByPathRequest,
  call: SsmCall,
  isWanted: (candidate: Filtered) => boolean,
): GetParametersByPathResult {
  const { Path: path, Recursive: recursive = false, ParameterFilters: filters } = input;
  const place = { account: '', region: call.region };
  const found = publicParametersUnder(call, path, recursive).filter(({ Name: name = '' }) =>
    isWanted({ name, tags: [], version: () => ({ ...place, name, ...publicVersion }) }),
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

import { paginateList } from '../../../aws/paging.ts';
import { invalidNextToken } from '../errors.ts';
import { historyOutput } from '../model/describe.ts';
import { parameterOf, versionsOf } from '../model/find.ts';
import { isPublic, publicHistory } from '../public/parameters.ts';
import type { SsmOperation } from '../operation.ts';

/** All versions that are kept, the oldest first. */
export const getParameterHistory: SsmOperation<'GetParameterHistory'> = (input, call) => {
  if (isPublic(input.Name)) return { Parameters: [publicHistory(call, input.Name)] };
  const parameter = parameterOf(call, input.Name);
  const { items, nextToken } = paginateList(
    versionsOf(call, parameter),
    ({ version }) => String(version).padStart(16, '0'),
    {
      nextToken: input.NextToken,
      maxResults: input.MaxResults,
      defaultSize: 50,
      query: [parameter.account, parameter.region, parameter.name],
      invalidToken: invalidNextToken,
    },
  );
  return {
    Parameters: items.map((version) => historyOutput(call, version, input.WithDecryption)),
    ...(nextToken !== undefined && { NextToken: nextToken }),
  };
};

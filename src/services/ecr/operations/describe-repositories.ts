import { paginate } from '../../../aws/paging.ts';
import { invalidNextToken, invalidParameter } from '../errors.ts';
import { describeRepository, theRepository } from '../model/repositories.ts';
import { scopeOf } from '../model/scope.ts';
import type { EcrOperation } from '../operation.ts';

/** Those that are named, all of which must be there, or all, by name. */
export const describeRepositories: EcrOperation<'DescribeRepositories'> = (input, call) => {
  const { registryId, repositoryNames: names } = input;
  if (names !== undefined) {
    if (input.nextToken !== undefined || input.maxResults !== undefined) {
      throw invalidParameter('nextToken and maxResults cannot be used with repositoryNames'); // (I)
    }
    const found = names.map((repositoryName) =>
      theRepository(call, { repositoryName, ...(registryId === undefined ? {} : { registryId }) }),
    );
    return { repositories: found.map((record) => describeRepository(call, record)) };
  }
  const { account, region } = scopeOf(call, registryId);
  const { items, nextToken } = paginate(
    (after, limit) =>
      call.tables.repositories.select({
        where: { account, region },
        orderBy: ['name'],
        ...(after !== undefined && { after: [after] }),
        limit,
      }),
    ({ name }) => name,
    {
      nextToken: input.nextToken,
      maxResults: input.maxResults,
      defaultSize: 100,
      query: [account, region],
      invalidToken: invalidNextToken,
    },
  );
  return {
    repositories: items.map((record) => describeRepository(call, record)),
    ...(nextToken && { nextToken }),
  };
};

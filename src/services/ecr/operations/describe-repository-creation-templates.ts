import { paginateList } from '../../../aws/paging.ts';
import { invalidNextToken } from '../errors.ts';
import type { EcrOperation } from '../operation.ts';

/** Those with the prefixes that are named, as far as there are any, or all. */
export const describeRepositoryCreationTemplates: EcrOperation<'DescribeRepositoryCreationTemplates'> = (
  input,
  call,
) => {
  const { account, region, tables } = call;
  const all = tables.templates.select({ where: { account, region } });
  const { items, nextToken } = paginateList(
    all.filter(({ prefix }) => input.prefixes?.includes(prefix) ?? true),
    ({ prefix }) => prefix,
    {
      nextToken: input.nextToken,
      maxResults: input.maxResults,
      defaultSize: 100,
      query: [account, region, input.prefixes],
      invalidToken: invalidNextToken,
    },
  );
  return {
    registryId: account,
    repositoryCreationTemplates: items.map(({ template }) => template),
    ...(nextToken && { nextToken }),
  };
};

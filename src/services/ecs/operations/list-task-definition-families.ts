import { paginate } from '../../../aws/paging.ts';
import { invalidNextToken } from '../errors.ts';
import { pageSize } from '../model/page-size.ts';
import { removeDeleted } from '../model/task-definition/deletion.ts';
import type { EcsOperation } from '../operation.ts';

/**
 * Names of families, in order. ACTIVE: those with an ACTIVE revision; INACTIVE: those with none; ALL, and
 * nothing said: both. A family whose revisions are all deleted is not told any more.
 */
export const listTaskDefinitionFamilies: EcsOperation<'ListTaskDefinitionFamilies'> = (input, call) => {
  removeDeleted(call);
  const { account, region } = call;
  const { familyPrefix = '', status = 'ALL' } = input;
  const { items, nextToken } = paginate(
    (after, limit) =>
      call.tables.families.select({
        where: {
          account,
          region,
          status: status === 'ALL' ? { not: 'EMPTY' } : status,
          family: familyPrefix === '' ? undefined : { startsWith: familyPrefix },
        },
        orderBy: ['family'],
        ...(after !== undefined && { after: [after] }),
        limit,
      }),
    ({ family }) => family,
    {
      nextToken: input.nextToken,
      maxResults: pageSize(input.maxResults, 100),
      defaultSize: 100,
      query: ['ListTaskDefinitionFamilies', account, region, familyPrefix, status],
      invalidToken: invalidNextToken,
    },
  );
  return { families: items.map(({ family }) => family), ...(nextToken !== undefined && { nextToken }) };
};

import { paginate } from '../../../aws/paging.ts';
import { taskDefinitionArn } from '../../../aws/ecs-arn.ts';
import { invalidNextToken } from '../errors.ts';
import { pageSize } from '../model/page-size.ts';
import { removeDeleted } from '../model/task-definition/deletion.ts';
import type { EcsOperation } from '../operation.ts';

/**
 * ARNs by family and number. `familyPrefix` is a whole family name here, whatever it is called; without
 * `status` only ACTIVE revisions are told.
 */
export const listTaskDefinitions: EcsOperation<'ListTaskDefinitions'> = (input, call) => {
  const { account, region } = call;
  const { familyPrefix: family, status = 'ACTIVE', sort = 'ASC' } = input;
  if (status === 'DELETE_IN_PROGRESS') removeDeleted(call);
  const { items, nextToken } = paginate(
    (after, limit) =>
      call.tables.taskDefinitions.select({
        where: { account, region, status, family },
        // Within one family a page begins at its revision, however many lie before it.
        orderBy: family === undefined ? ['family', 'revision'] : ['revision'],
        descending: sort === 'DESC',
        ...(after !== undefined && {
          after: family === undefined ? position(after) : position(after).slice(1),
        }),
        limit,
      }),
    (record) => `${record.family}:${record.revision}`,
    {
      nextToken: input.nextToken,
      maxResults: pageSize(input.maxResults, 100),
      defaultSize: 100,
      query: ['ListTaskDefinitions', account, region, family, status, sort],
      invalidToken: invalidNextToken,
    },
  );
  const arns = items.map((item) => taskDefinitionArn(call, item.family, item.revision));
  return { taskDefinitionArns: arns, ...(nextToken !== undefined && { nextToken }) };
};

function position(key: string): [family: string, revision: number] {
  const [family = '', revision = ''] = key.split(':');
  return [family, Number(revision)];
}

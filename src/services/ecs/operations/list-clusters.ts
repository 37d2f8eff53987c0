import { paginate } from '../../../aws/paging.ts';
import { clusterArn } from '../../../aws/ecs-arn.ts';
import { invalidNextToken } from '../errors.ts';
import { defaultCluster, findCluster } from '../model/clusters/cluster-reference.ts';
import { pageSize } from '../model/page-size.ts';
import type { EcsOperation } from '../operation.ts';

/** ARNs of the ACTIVE clusters, by name. */
export const listClusters: EcsOperation<'ListClusters'> = (input, call) => {
  const { account, region } = call;
  findCluster(call, defaultCluster);
  const { items, nextToken } = paginate(
    (after, limit) =>
      call.tables.clusters.select({
        where: { account, region, status: 'ACTIVE' },
        orderBy: ['name'],
        ...(after !== undefined && { after: [after] }),
        limit,
      }),
    ({ name }) => name,
    {
      nextToken: input.nextToken,
      maxResults: pageSize(input.maxResults, 100),
      defaultSize: 100,
      query: [account, region],
      invalidToken: invalidNextToken,
    },
  );
  return { clusterArns: items.map(({ name }) => clusterArn(call, name)), ...(nextToken && { nextToken }) };
};

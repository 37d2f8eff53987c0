import type { Cluster, Failure } from '../../../aws/contract/ecs.types.gen.ts';
import { clusterArn } from '../../../aws/ecs-arn.ts';
import { blankClusters, tooManyItems } from '../errors.ts';
import { clusterNameOf, defaultCluster, findCluster } from '../model/clusters/cluster-reference.ts';
import { describeCluster } from '../model/clusters/describe-cluster.ts';
import type { EcsOperation } from '../operation.ts';

/** Clusters by name or ARN, deleted ones too; `default` when none is named. */
export const describeClusters: EcsOperation<'DescribeClusters'> = (input, call) => {
  const asked =
    input.clusters === undefined || input.clusters.length === 0 ? [defaultCluster] : input.clusters;
  if (asked.length > 100) throw tooManyItems('clusters', 100);
  const include = new Set(input.include);
  const clusters: Cluster[] = [];
  const failures: Failure[] = [];
  if (asked.includes('')) throw blankClusters();
  for (const name of new Set(asked.map((cluster) => clusterNameOf(call, cluster)))) {
    const record = findCluster(call, name);
    if (record === undefined) failures.push({ arn: clusterArn(call, name), reason: 'MISSING' });
    else clusters.push(describeCluster(call, record, include));
  }
  return { clusters, failures };
};

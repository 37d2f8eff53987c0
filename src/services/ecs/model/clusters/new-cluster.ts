import type { Cluster } from '../../../../aws/contract/ecs.types.gen.ts';
import { clusterArn } from '../../../../aws/ecs-arn.ts';
import type { EcsCall } from '../../operation.ts';
import type { ClusterRecord } from '../tables.ts';

/** An ACTIVE cluster with every default that AWS echoes; `given` replaces them. */
export function newCluster(call: EcsCall, name: string, given: Partial<Cluster> = {}): ClusterRecord {
  const { account, region } = call;
  return {
    account,
    region,
    name,
    status: 'ACTIVE',
    cluster: {
      clusterArn: clusterArn(call, name),
      clusterName: name,
      status: 'ACTIVE',
      settings: [{ name: 'containerInsights', value: 'disabled' }],
      capacityProviders: [],
      defaultCapacityProviderStrategy: [],
      ...given,
    },
  };
}

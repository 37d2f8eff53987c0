import { capacityProviderInUse, inactiveCluster } from '../errors.ts';
import { normalizedStrategy } from '../model/clusters/capacity-strategy.ts';
import { providerNames } from '../model/clusters/cluster-options.ts';
import { activeCluster } from '../model/clusters/cluster-reference.ts';
import { changedClusterFields, describeCluster } from '../model/clusters/describe-cluster.ts';
import type { ClusterRecord } from '../model/tables.ts';
import type { EcsCall, EcsOperation } from '../operation.ts';

/** Replaces the capacity providers of a cluster and its default strategy, both of them whole. */
export const putClusterCapacityProviders: EcsOperation<'PutClusterCapacityProviders'> = (input, call) => {
  const record = activeCluster(call, input.cluster, inactiveCluster);
  const capacityProviders = providerNames(input.capacityProviders);
  const removed = (record.cluster.capacityProviders ?? []).filter(
    (name) => !capacityProviders.includes(name),
  );
  const strategy = normalizedStrategy(input.defaultCapacityProviderStrategy, capacityProviders);
  if (isUsed(call, record, removed)) throw capacityProviderInUse();
  const updated = {
    ...record,
    cluster: { ...record.cluster, capacityProviders, defaultCapacityProviderStrategy: strategy },
  };
  call.tables.clusters.put(updated);
  return { cluster: describeCluster(call, updated, changedClusterFields) };
};

/** Reads every task that is to run, which is rare enough: only where a provider is taken away. */
function isUsed(call: EcsCall, { name: cluster }: ClusterRecord, removed: readonly string[]): boolean {
  if (removed.length === 0) return false;
  const { account, region } = call;
  return call.tables.tasks
    .select({ where: { account, region, cluster, desired_status: 'RUNNING' } })
    .some(({ request }) => removed.includes(request.capacityProviderName ?? ''));
}

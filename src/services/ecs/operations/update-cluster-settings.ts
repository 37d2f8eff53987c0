import { inactiveCluster } from '../errors.ts';
import { clusterSettings } from '../model/clusters/cluster-options.ts';
import { activeCluster } from '../model/clusters/cluster-reference.ts';
import { describeCluster, changedClusterFields } from '../model/clusters/describe-cluster.ts';
import type { EcsOperation } from '../operation.ts';

export const updateClusterSettings: EcsOperation<'UpdateClusterSettings'> = (input, call) => {
  const record = activeCluster(call, input.cluster, inactiveCluster);
  const settings = clusterSettings(input.settings);
  const updated = { ...record, cluster: { ...record.cluster, settings } };
  call.tables.clusters.put(updated);
  return { cluster: describeCluster(call, updated, changedClusterFields) };
};

import { inactiveCluster } from '../errors.ts';
import { clusterOptions } from '../model/clusters/cluster-options.ts';
import { activeCluster } from '../model/clusters/cluster-reference.ts';
import { describeCluster, changedClusterFields } from '../model/clusters/describe-cluster.ts';
import type { EcsOperation } from '../operation.ts';

/** Replaces the settings and the configuration of a cluster, each only when it is given. */
export const updateCluster: EcsOperation<'UpdateCluster'> = (input, call) => {
  const record = activeCluster(call, input.cluster, inactiveCluster);
  const { settings, configuration, serviceConnectDefaults } = input;
  const options = clusterOptions({
    ...(settings && { settings }),
    ...(configuration && { configuration }),
    ...(serviceConnectDefaults && { serviceConnectDefaults }),
  });
  const updated = { ...record, cluster: { ...record.cluster, ...options } };
  call.tables.clusters.put(updated);
  return { cluster: describeCluster(call, updated, changedClusterFields) };
};

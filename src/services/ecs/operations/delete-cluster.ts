import { taskStatuses } from '../../../agent/model/status.ts';
import { clusterContainsTasks, clusterNotFound } from '../errors.ts';
import { clusterNameOf, findCluster } from '../model/clusters/cluster-reference.ts';
import { countTasks, describeCluster, changedClusterFields } from '../model/clusters/describe-cluster.ts';
import { writeTags } from '../model/tags.ts';
import type { ClusterRecord } from '../model/tables.ts';
import type { EcsOperation } from '../operation.ts';

const alive = taskStatuses.filter((status) => status !== 'STOPPED');

/** Marks a cluster INACTIVE; it stays describable, and its name can be used again. */
export const deleteCluster: EcsOperation<'DeleteCluster'> = (input, call) => {
  const record = findCluster(call, clusterNameOf(call, input.cluster));
  if (record === undefined) throw clusterNotFound();
  if (record.status === 'ACTIVE' && countTasks(call, record, alive) > 0) throw clusterContainsTasks();
  const deleted: ClusterRecord = {
    ...record,
    status: 'INACTIVE',
    cluster: { ...record.cluster, status: 'INACTIVE' },
  };
  call.tables.clusters.put(deleted);
  writeTags(call, record.cluster.clusterArn ?? '', []);
  return { cluster: describeCluster(call, deleted, changedClusterFields) };
};

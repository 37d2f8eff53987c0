import { isDeepStrictEqual } from 'node:util';
import type { Cluster, CreateClusterRequest } from '../../../aws/contract/ecs.types.gen.ts';
import { clusterNotIdempotent } from '../errors.ts';
import { clusterOptions } from '../model/clusters/cluster-options.ts';
import { checkClusterName, defaultCluster, findCluster } from '../model/clusters/cluster-reference.ts';
import { describeCluster, changedClusterFields } from '../model/clusters/describe-cluster.ts';
import { newCluster } from '../model/clusters/new-cluster.ts';
import { readTags, writeTags } from '../model/tags.ts';
import { checkTags } from '../model/tags/check-tags.ts';
import type { ClusterRecord } from '../model/tables.ts';
import type { EcsCall, EcsOperation } from '../operation.ts';

/**
 * Makes a cluster, or answers the one that is there when the arguments agree with it. The name of a deleted
 * cluster may be used again: the new one has nothing of the old.
 */
export const createCluster: EcsOperation<'CreateCluster'> = (input, call) => {
  const name = input.clusterName ?? defaultCluster;
  checkClusterName(name);
  const tags = input.tags ?? [];
  checkTags(tags);
  const options = clusterOptions(input);
  const existing = findCluster(call, name);
  if (existing?.status === 'ACTIVE' && !isUntouchedDefault(call, existing)) {
    if (!agrees(call, existing, options, input.tags)) throw clusterNotIdempotent();
    return answer(call, existing);
  }
  const cluster = newCluster(call, name, options);
  call.tables.clusters.put(cluster);
  writeTags(call, cluster.cluster.clusterArn ?? '', tags);
  return answer(call, cluster);
};

function answer(call: EcsCall, record: ClusterRecord): { cluster: Cluster } {
  return { cluster: describeCluster(call, record, changedClusterFields) };
}

/** Nobody asked for the cluster that is there by itself, so whoever creates it is the first to. */
function isUntouchedDefault(call: EcsCall, record: ClusterRecord): boolean {
  return (
    record.name === defaultCluster &&
    isDeepStrictEqual(record, newCluster(call, defaultCluster)) &&
    readTags(call, record.cluster.clusterArn ?? '').length === 0
  );
}

/** Every member that is given must be as it stands; what is not given may be anything. */
function agrees(
  call: EcsCall,
  record: ClusterRecord,
  options: Partial<Cluster>,
  tags: CreateClusterRequest['tags'],
): boolean {
  const { settings, configuration, capacityProviders, defaultCapacityProviderStrategy } = record.cluster;
  const same = (given: unknown, stands: unknown): boolean =>
    given === undefined || isDeepStrictEqual(given, stands);
  const standing = readTags(call, record.cluster.clusterArn ?? '');
  return (
    same(options.settings, settings) &&
    same(options.configuration, configuration) &&
    same(options.capacityProviders, capacityProviders) &&
    same(options.defaultCapacityProviderStrategy, defaultCapacityProviderStrategy) &&
    same(tags && byKey(tags), byKey(standing))
  );
}

const byKey = (tags: NonNullable<CreateClusterRequest['tags']>): Map<string, string> =>
  new Map(tags.map(({ key = '', value = '' }) => [key, value]));

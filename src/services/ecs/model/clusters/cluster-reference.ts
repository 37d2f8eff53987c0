import { parseEcsArn } from '../../../../aws/ecs-arn.ts';
import { clusterNotFound, invalidClusterName, malformedCluster } from '../../errors.ts';
import type { EcsCall } from '../../operation.ts';
import type { ClusterRecord } from '../tables.ts';
import { newCluster } from './new-cluster.ts';

export const defaultCluster = 'default';

const clusterName = /^[A-Za-z0-9_-]{1,255}$/;

/** Refuses what can be no cluster's name. */
export function checkClusterName(name: string): void {
  if (!clusterName.test(name)) throw invalidClusterName(name);
}

/**
 * The name in a `cluster` argument: a name, a full ARN, or nothing for `default`. An ARN of another account
 * or region names no cluster that the caller could reach.
 */
export function clusterNameOf(call: EcsCall, argument: string | undefined): string {
  if (argument === undefined) return defaultCluster;
  if (!argument.includes(':') && !argument.includes('/')) {
    checkClusterName(argument);
    return argument;
  }
  const arn = parseEcsArn(argument);
  if (arn?.kind !== 'cluster') throw malformedCluster();
  checkClusterName(arn.cluster);
  if (arn.account !== call.account || arn.region !== call.region) throw clusterNotFound();
  return arn.cluster;
}

/**
 * The record of a cluster, ACTIVE or INACTIVE. `default` is there from the first use on, in every account
 * and region: AWS's own console makes it, and no tool expects to have to.
 */
export function findCluster(call: EcsCall, name: string): ClusterRecord | undefined {
  const found = call.tables.clusters.get(call.account, call.region, name);
  if (found !== undefined || name !== defaultCluster) return found;
  const created = newCluster(call, defaultCluster);
  call.tables.clusters.put(created);
  return created;
}

/** The ACTIVE cluster that a `cluster` argument means. */
export function activeCluster(
  call: EcsCall,
  argument: string | undefined,
  inactive: () => Error = clusterNotFound,
): ClusterRecord {
  const cluster = findCluster(call, clusterNameOf(call, argument));
  if (cluster === undefined) throw clusterNotFound();
  if (cluster.status !== 'ACTIVE') throw inactive();
  return cluster;
}

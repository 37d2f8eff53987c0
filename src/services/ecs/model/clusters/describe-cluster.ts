import { taskStatuses } from '../../../../agent/model/status.ts';
import type { Cluster, ClusterField, KeyValuePair } from '../../../../aws/contract/ecs.types.gen.ts';
import type { EcsCall } from '../../operation.ts';
import { readTags } from '../tags.ts';
import type { ClusterRecord } from '../tables.ts';

/** What calls that change a cluster answer. */
export const changedClusterFields: ReadonlySet<ClusterField> = new Set([
  'CONFIGURATIONS',
  'SETTINGS',
  'TAGS',
]);

/** Those that are on their way up. */
const pending = taskStatuses.slice(0, taskStatuses.indexOf('RUNNING'));

/**
 * A cluster as the API tells it. What is not included comes back as an empty list, or not at all. There is
 * no service and no instance registered by itself in this version, so these are counted as none.
 */
export function describeCluster(
  call: EcsCall,
  record: ClusterRecord,
  include: ReadonlySet<ClusterField>,
): Cluster {
  const { settings, configuration, ...cluster } = record.cluster;
  return {
    ...cluster,
    registeredContainerInstancesCount: 0,
    runningTasksCount: countTasks(call, record, ['RUNNING']),
    pendingTasksCount: countTasks(call, record, pending),
    activeServicesCount: 0,
    statistics: include.has('STATISTICS') ? statistics(call, record) : [],
    tags: include.has('TAGS') ? readTags(call, record.cluster.clusterArn ?? '') : [],
    settings: include.has('SETTINGS') ? (settings ?? []) : [],
    ...(include.has('CONFIGURATIONS') && configuration && { configuration }),
    ...(include.has('ATTACHMENTS') && { attachments: [] }),
  };
}

/** Tasks of a cluster in any of these statuses, by index, none of them read. */
export function countTasks(
  call: EcsCall,
  { account, region, name }: Pick<ClusterRecord, 'account' | 'region' | 'name'>,
  statuses: readonly string[],
  launchType?: string,
): number {
  return call.tables.tasks.count({
    where: { account, region, cluster: name, last_status: { in: statuses }, launch_type: launchType },
  });
}

const kinds = [
  ['EC2', 'EC2'],
  ['FARGATE', 'Fargate'],
  ['EXTERNAL', 'External'],
] as const;

function statistics(call: EcsCall, record: ClusterRecord): KeyValuePair[] {
  const tasks = (state: string, statuses: readonly string[]): KeyValuePair[] =>
    kinds.map(([launchType, kind]) => ({
      name: `${state}${kind}TasksCount`,
      value: String(countTasks(call, record, statuses, launchType)),
    }));
  const services = (state: string): KeyValuePair[] =>
    kinds.map(([, kind]) => ({ name: `${state}${kind}ServiceCount`, value: '0' }));
  return [
    ...tasks('running', ['RUNNING']),
    ...tasks('pending', pending),
    ...services('active'),
    ...services('draining'),
  ];
}

import { createHash } from 'node:crypto';
import { containerInstanceArn } from '../../../../aws/ecs-arn.ts';
import type { EcsCall } from '../../operation.ts';
import { unsupportedFeature } from '../../errors.ts';
import type { ClusterRecord } from '../tables.ts';
import type { InstanceFacts } from './cluster-query.ts';

/** The machine, as a container instance of a cluster. Its ARN stays the same as long as the installation. */
export function ownContainerInstance(call: EcsCall, cluster: ClusterRecord): string {
  const id = createHash('sha256')
    .update(`${call.installation}${cluster.cluster.clusterArn ?? ''}`)
    .digest('hex')
    .slice(0, 32);
  return containerInstanceArn(call, cluster.name, id);
}

/** Conditions on the tasks that hold a place on the machine, within one cluster. */
export function tasksOnInstance(call: EcsCall, cluster: ClusterRecord) {
  return {
    account: call.account,
    region: call.region,
    cluster: cluster.name,
    desired_status: 'RUNNING',
    launch_type: { not: 'FARGATE' },
  };
}

/** What placement constraints can ask of the machine. It is no EC2 instance: it has no type, AMI or VPC. */
export function instanceFacts(call: EcsCall, cluster: ClusterRecord): InstanceFacts {
  const { tasks } = call.tables;
  return {
    valuesOf(subject) {
      switch (subject) {
        case 'attribute:ecs.availability-zone':
          return [`${call.region}a`];
        case 'attribute:ecs.cpu-architecture':
          return [process.arch === 'arm64' ? 'arm64' : 'x86_64'];
        case 'attribute:ecs.os-type':
          return ['linux'];
        case 'attribute:ecs.os-family':
          return ['LINUX'];
        case 'agentConnected':
          return ['true'];
        case 'runningTasksCount':
          return [
            String(tasks.count({ where: { ...tasksOnInstance(call, cluster), last_status: 'RUNNING' } })),
          ];
        case 'task:group':
          return tasks.select({ where: tasksOnInstance(call, cluster) }).map(({ request }) => request.group);
        case 'agentVersion':
        case 'registeredAt':
          throw unsupportedFeature(
            `${subject} in placement constraints is not implemented by this version of Longshore.`,
          );
        default:
          return [];
      }
    },
  };
}

import { createHash } from 'node:crypto';
import { containerInstanceArn } from '../../../../aws/ecs-arn.ts';
import type { EcsCall } from '../../operation.ts';
import type { ClusterRecord } from '../tables.ts';

/** The machine, as a container instance of a cluster. Its ARN stays the same as long as the installation. */
export function ownContainerInstance(call: EcsCall, cluster: ClusterRecord): string {
  const id = createHash('sha256')
    .update(`${call.installation}${cluster.cluster.clusterArn ?? ''}`)
    .digest('hex')
    .slice(0, 32);
  return containerInstanceArn(call, cluster.name, id);
}

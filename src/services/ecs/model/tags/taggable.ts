import { type EcsArn, clusterArn, parseEcsArn, taskArn } from '../../../../aws/ecs-arn.ts';
import {
  clusterNotFound,
  inactiveCluster,
  invalidResourceArn,
  shortArnNotTaggable,
  stoppedTaskNotTaggable,
} from '../../errors.ts';
import type { EcsCall } from '../../operation.ts';
import { findCluster } from '../clusters/cluster-reference.ts';

/**
 * The ARN under which the tags of a resource are kept. Throws where `argument` is no ARN that can be tagged,
 * and `notFound` where the resource is not there; kinds that do not exist in this version are never there.
 */
export function taggableArn(
  call: EcsCall,
  argument: string,
  notFound: (kind: string) => Error,
  use: 'read' | 'write',
): string {
  const arn = parseEcsArn(argument);
  if (arn === undefined) throw invalidResourceArn();
  if (arn.kind === 'service' && arn.cluster === undefined) throw shortArnNotTaggable();
  const isOwn = arn.account === call.account && arn.region === call.region;
  switch (arn.kind) {
    case 'cluster':
      return taggableCluster(call, isOwn ? arn.cluster : undefined, use);
    case 'task-definition':
      if (arn.revision === undefined || !isOwn) throw notFound('task definition');
      return taggableTaskDefinition(call, arn.family, arn.revision, argument, notFound);
    case 'task':
      return taggableTask(call, arn, isOwn, notFound, use);
    default:
      throw notFound(arn.kind.replaceAll('-', ' '));
  }
}

function taggableCluster(call: EcsCall, name: string | undefined, use: 'read' | 'write'): string {
  const cluster = name === undefined ? undefined : findCluster(call, name);
  if (name === undefined || cluster === undefined) throw clusterNotFound();
  if (cluster.status !== 'ACTIVE' && use === 'write') throw inactiveCluster();
  return clusterArn(call, name);
}

function taggableTaskDefinition(
  call: EcsCall,
  family: string,
  revision: number,
  arn: string,
  notFound: (kind: string) => Error,
): string {
  const found = call.tables.taskDefinitions.get(call.account, call.region, family, revision);
  if (found === undefined) throw notFound('task definition');
  return found.definition.taskDefinitionArn ?? arn;
}

function taggableTask(
  call: EcsCall,
  arn: EcsArn & { readonly kind: 'task' },
  isOwn: boolean,
  notFound: (kind: string) => Error,
  use: 'read' | 'write',
): string {
  if (arn.cluster === undefined) throw shortArnNotTaggable();
  const key = taskArn(arn, arn.cluster, arn.task);
  const task = isOwn ? call.tables.tasks.get(key) : undefined;
  if (task === undefined) throw notFound('task');
  // A task that is to stop has lost its tags and gets no new ones.
  if (use === 'write' && task.desiredStatus === 'STOPPED') throw stoppedTaskNotTaggable();
  return key;
}

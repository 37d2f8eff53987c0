import type { RunTaskRequest, Tag } from '../../../../aws/contract/ecs.types.gen.ts';
import type { EcsCall } from '../../operation.ts';
import { readTags } from '../tags.ts';
import { checkTags } from '../tags/check-tags.ts';
import type { ClusterRecord, TaskDefinitionRecord } from '../tables.ts';
import { invalidParameter } from '../../errors.ts';

type TagInput = Pick<RunTaskRequest, 'tags' | 'propagateTags' | 'enableECSManagedTags'>;

/**
 * Tags of a new task: those of its task definition when they are to be propagated, over them those of the
 * request, and those that ECS manages.
 */
export function tagsOfNewTask(
  call: EcsCall,
  input: TagInput,
  cluster: ClusterRecord,
  definition: TaskDefinitionRecord,
): Tag[] {
  if (input.propagateTags === 'SERVICE') {
    throw invalidParameter('Tags can only be propagated from a service to the tasks of a service.');
  }
  const own = input.tags ?? [];
  checkTags(own);
  const propagated =
    input.propagateTags === 'TASK_DEFINITION'
      ? readTags(call, definition.definition.taskDefinitionArn ?? '')
      : [];
  const merged = new Map([...propagated, ...own].map((tag) => [tag.key, tag]));
  checkTags([...merged.values()]);
  const managed =
    input.enableECSManagedTags === true ? [{ key: 'aws:ecs:clusterName', value: cluster.name }] : [];
  return [...managed, ...merged.values()];
}

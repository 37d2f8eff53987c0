import { taskDefinitionArn } from '../../../aws/ecs-arn.ts';
import { undescribableTaskDefinition } from '../errors.ts';
import { readTags } from '../model/tags.ts';
import { findTaskDefinition } from '../model/task-definition/find.ts';
import type { EcsOperation } from '../operation.ts';

/** Revisions of any status are described as long as they are there. */
export const describeTaskDefinition: EcsOperation<'DescribeTaskDefinition'> = (input, call) => {
  const record = findTaskDefinition(call, input.taskDefinition);
  if (record === undefined) throw undescribableTaskDefinition();
  const taskDefinition = record.definition;
  if (!(input.include ?? []).includes('TAGS')) return { taskDefinition };
  return { taskDefinition, tags: readTags(call, taskDefinitionArn(call, record.family, record.revision)) };
};

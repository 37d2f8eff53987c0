import { taskDefinitionArn } from '../../../aws/ecs-arn.ts';
import type { Failure, TaskDefinition } from '../../../aws/contract/ecs.types.gen.ts';
import { emptyTaskDefinitions, tooManyItems } from '../errors.ts';
import { stillThere } from '../model/task-definition/deletion.ts';
import { parseTaskDefinitionReference } from '../model/task-definition/reference.ts';
import { type EcsCall, type EcsOperation, seconds } from '../operation.ts';

const mostAtOnce = 10;

/** Only from INACTIVE. What cannot be deleted is a failure; the others are deleted all the same. */
export const deleteTaskDefinitions: EcsOperation<'DeleteTaskDefinitions'> = (input, call) => {
  if (input.taskDefinitions.length === 0) throw emptyTaskDefinitions();
  if (input.taskDefinitions.length > mostAtOnce) throw tooManyItems('taskDefinitions', mostAtOnce);
  const taskDefinitions: TaskDefinition[] = [];
  const failures: Failure[] = [];
  for (const reference of input.taskDefinitions) {
    const result = deleteOne(reference, call);
    if ('reason' in result) failures.push(result);
    else taskDefinitions.push(result);
  }
  return { taskDefinitions, failures };
};

/** The texts are (I). */
const reasons = {
  invalid: 'The specified task definition identifier is invalid. Specify a valid name or ARN and try again.',
  missing:
    'The specified task definition does not exist. Specify a valid account, family, revision and try again.',
  active:
    'The specified task definition is still in ACTIVE status. Please deregister the target and try again.',
} as const;

function deleteOne(reference: string, call: EcsCall): TaskDefinition | (Failure & { reason: string }) {
  const { account, region, tables } = call;
  const parsed = parseTaskDefinitionReference(call, reference);
  if ('problem' in parsed) {
    const elsewhere = parsed.problem === 'account' || parsed.problem === 'region';
    return { arn: reference, reason: elsewhere ? reasons.missing : reasons.invalid };
  }
  const { family, revision } = parsed;
  // A family alone would mean its latest ACTIVE revision, which cannot be deleted anyway.
  if (revision === undefined) return { arn: reference, reason: reasons.invalid };
  const arn = taskDefinitionArn(call, family, revision);
  const record = stillThere(tables.taskDefinitions.get(account, region, family, revision), call);
  if (record === undefined) return { arn, reason: reasons.missing };
  switch (record.status) {
    case 'ACTIVE':
      return { arn, reason: reasons.active };
    case 'DELETE_IN_PROGRESS':
      return record.definition;
    case 'INACTIVE': {
      const status = 'DELETE_IN_PROGRESS';
      const definition = { ...record.definition, status, deleteRequestedAt: seconds(call.now) } as const;
      tables.taskDefinitions.put({ ...record, status, definition });
      return definition;
    }
    default:
      return record.status satisfies never;
  }
}

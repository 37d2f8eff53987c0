import type { TaskRecord } from '../../../../agent/model/task-record.ts';
import { parseEcsArn, taskArn } from '../../../../aws/ecs-arn.ts';
import { identifierOfOtherCluster, invalidTaskIdentifier, invalidTaskIdLength } from '../../errors.ts';
import type { EcsCall } from '../../operation.ts';

/**
 * The ARN of the task that an argument means, within one cluster. The argument is an id or an ARN; the form
 * of ARN from before clusters were part of it (`task/ID`) is understood, as is an id with dashes.
 */
export function taskArnOf(call: EcsCall, cluster: string, argument: string): string {
  if (!argument.includes(':') && !argument.includes('/')) return taskArn(call, cluster, taskId(argument));
  const arn = parseEcsArn(argument);
  if (arn?.kind !== 'task') throw invalidTaskIdentifier();
  if (arn.cluster !== undefined && arn.cluster !== cluster) {
    throw identifierOfOtherCluster(arn.cluster, cluster);
  }
  return taskArn(arn, cluster, taskId(arn.task));
}

/** The task of an ARN, as far as the caller can see: tasks of other accounts and regions are not there. */
export function findTask(call: EcsCall, arn: string): TaskRecord | undefined {
  const task = call.tables.tasks.get(arn);
  return task?.account === call.account && task.region === call.region ? task : undefined;
}

/** Old ids are UUIDs. Longshore has made none, so such a one is only ever missing. */
function taskId(text: string): string {
  if (text.length !== 32 && text.length !== 36) throw invalidTaskIdLength();
  return text;
}

import { requestStop } from '../../../agent/machine/request-stop.ts';
import { taskNotFound, tooLong } from '../errors.ts';
import { activeCluster } from '../model/clusters/cluster-reference.ts';
import { describeTask } from '../model/tasks/describe-task.ts';
import { findTask, taskArnOf } from '../model/tasks/task-reference.ts';
import { writeTags } from '../model/tags.ts';
import type { EcsOperation } from '../operation.ts';

/**
 * Asks for a task to stop. The answer comes at once, the containers still running; a task that is stopping
 * or has stopped keeps the reason of the first who asked.
 */
export const stopTask: EcsOperation<'StopTask'> = (input, call) => {
  const cluster = activeCluster(call, input.cluster);
  const arn = taskArnOf(call, cluster.name, input.task);
  if (input.reason !== undefined && input.reason.length > 1024) throw tooLong('reason', 1024);
  const task = findTask(call, arn);
  if (task === undefined) throw taskNotFound();
  const reason = input.reason ?? 'Task stopped by user';
  const stopping = requestStop(task, { code: 'UserInitiated', reason }, call.now);
  if (stopping === task) return { task: describeTask(task) };
  const written = { ...stopping, version: task.version + 1 };
  call.tables.tasks.put(written);
  // AWS forgets the tags of a task with the call that stops it.
  writeTags(call, arn, []);
  return { task: describeTask(written) };
};

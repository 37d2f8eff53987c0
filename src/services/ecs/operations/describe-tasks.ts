import type { Failure, Task } from '../../../aws/contract/ecs.types.gen.ts';
import { emptyTasks, tooManyItems } from '../errors.ts';
import { activeCluster } from '../model/clusters/cluster-reference.ts';
import { describeTask } from '../model/tasks/describe-task.ts';
import { findTask, taskArnOf } from '../model/tasks/task-reference.ts';
import { readTags } from '../model/tags.ts';
import type { EcsOperation } from '../operation.ts';

/** Up to 100 tasks of one cluster, each one look-up by key. */
export const describeTasks: EcsOperation<'DescribeTasks'> = (input, call) => {
  const cluster = activeCluster(call, input.cluster);
  if (input.tasks.length === 0) throw emptyTasks();
  if (input.tasks.length > 100) throw tooManyItems('tasks', 100);
  const withTags = input.include?.includes('TAGS') === true;
  const tasks: Task[] = [];
  const failures: Failure[] = [];
  for (const arn of new Set(input.tasks.map((task) => taskArnOf(call, cluster.name, task)))) {
    const task = findTask(call, arn);
    if (task === undefined) failures.push({ arn, reason: 'MISSING' });
    else tasks.push(describeTask(task, withTags ? readTags(call, arn) : []));
  }
  return { tasks, failures };
};

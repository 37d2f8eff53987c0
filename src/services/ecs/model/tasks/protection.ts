import type { TaskRecord } from '../../../../agent/model/task-record.ts';
import type { Failure, ProtectedTask } from '../../../../aws/contract/ecs.types.gen.ts';
import { emptyTasks, tooManyItems } from '../../errors.ts';
import { type EcsCall, seconds } from '../../operation.ts';
import { activeCluster } from '../clusters/cluster-reference.ts';
import { findTask, taskArnOf } from './task-reference.ts';

/** The tasks that a call on protection names, each once, and why some of them can have none. */
export function protectableTasks(
  call: EcsCall,
  input: { readonly cluster: string; readonly tasks?: readonly string[] },
  most: number,
): { readonly tasks: readonly TaskRecord[]; readonly failures: Failure[] } {
  const cluster = activeCluster(call, input.cluster);
  const named = input.tasks ?? [];
  if (named.length === 0) throw emptyTasks();
  if (named.length > most) throw tooManyItems('tasks', most);
  const tasks: TaskRecord[] = [];
  const failures: Failure[] = [];
  for (const arn of new Set(named.map((task) => taskArnOf(call, cluster.name, task)))) {
    const task = findTask(call, arn);
    if (task === undefined) failures.push({ arn, reason: 'MISSING' });
    else if (!isOfService(task)) failures.push({ arn, reason: 'TASK_NOT_VALID' });
    else tasks.push(task);
  }
  return { tasks, failures };
}

/** Only a service scales in, so only its tasks that have not ended can be protected from that. */
const isOfService = ({ request, lastStatus }: TaskRecord): boolean =>
  request.group.startsWith('service:') && lastStatus !== 'STOPPED';

/** Protection ends by itself. */
export const isProtected = ({ protectedUntil }: TaskRecord, now: number): boolean =>
  protectedUntil !== undefined && protectedUntil > now;

export function describeProtection(task: TaskRecord, now: number): ProtectedTask {
  const { arn: taskArn, protectedUntil } = task;
  if (protectedUntil === undefined || !isProtected(task, now)) return { taskArn, protectionEnabled: false };
  return { taskArn, protectionEnabled: true, expirationDate: seconds(protectedUntil) };
}

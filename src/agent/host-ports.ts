import type { Table } from '../store/table.ts';
import type { TaskPlan } from './model/task-plan.ts';
import type { TaskRecord } from './model/task-record.ts';

/**
 * Ports of the host that a task is bound to, as `8080/tcp`. Those that are chosen for it are in nobody's way,
 * nor are those of a task that has a network interface of its own.
 */
export function hostPortsOf({ containers, networkMode }: TaskPlan): readonly string[] {
  if (networkMode === 'awsvpc') return [];
  return containers
    .flatMap(({ ports }) => ports)
    .filter(({ hostPort }) => hostPort > 0)
    .map(({ hostPort, protocol }) => `${hostPort}/${protocol}`);
}

/**
 * Resolves when no task that is on its way to its end holds a host port of this one. ECS counts the ports of
 * a task as free from when it is to stop; it is the agent (its host resource manager) that lets the next task
 * wait in PENDING, before any image is pulled, until they are.
 */
export async function untilPortsAreFree(
  tasks: Table<TaskRecord>,
  task: TaskRecord,
  signal: AbortSignal,
): Promise<void> {
  const wanted = new Set(hostPortsOf(task.plan));
  if (wanted.size === 0) return;
  const ending = tasks.select({
    where: { cleaned_at: null, desired_status: 'STOPPED', last_status: { not: 'STOPPED' } },
  });
  const holders = new Set(
    ending.filter(({ plan }) => hostPortsOf(plan).some((port) => wanted.has(port))).map(({ arn }) => arn),
  );
  holders.delete(task.arn);
  if (holders.size === 0) return;
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const abort = (): void => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  using _ = tasks.onChange(({ key: [arn], row }) => {
    if (row === undefined || row.lastStatus === 'STOPPED') holders.delete(String(arn));
    if (holders.size === 0) resolve();
  });
  try {
    await promise;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

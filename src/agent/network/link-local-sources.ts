import type { TaskRecord } from '../model/task-record.ts';

/** Who asks at 169.254.170.2: in awsvpc mode a task, whose containers share its address. */
export interface LinkLocalSource {
  readonly task: TaskRecord;
  /** The name of the container, where it has an address of its own (bridge mode). */
  readonly container?: string;
}

/**
 * The task that has the address now. A task on the network of the machine (`host`) cannot be told from another
 * process there: it has none of its own.
 */
export function sourceAt(tasks: Iterable<TaskRecord>, address: string): LinkLocalSource | undefined {
  for (const task of tasks) {
    if (task.lastStatus === 'STOPPED') continue;
    if (task.networkInterface?.address === address) return { task };
    // What has stopped has given its address back.
    const container = task.containers.find((each) => each.address === address && each.known === 'RUNNING');
    if (container !== undefined) return { task, container: container.name };
  }
  return undefined;
}

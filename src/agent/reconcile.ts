import type { ContainerSnapshot, Sandbox } from './backends/backend.ts';
import type { Observation } from './machine/observation.ts';
import type { TaskRecord } from './model/task-record.ts';

export interface Reconciliation {
  /** By task ARN, for tasks that are alive. */
  readonly observations: ReadonlyMap<string, readonly Observation[]>;
  /** Containers of this installation that nothing claims. */
  readonly orphans: readonly ContainerSnapshot[];
}

/**
 * Compares what the engine lists with what is recorded. Pure.
 *
 * `before` are the live tasks as recorded before the listing was asked for: a container that was made
 * while the list was on its way is missing from the list, and must not be taken for lost.
 */
export function reconcile(
  before: readonly TaskRecord[],
  listed: readonly ContainerSnapshot[],
  sandboxes: readonly Sandbox[],
  isClaimed: (taskArn: string) => boolean,
): Reconciliation {
  const byTask = Map.groupBy(listed, (snapshot) => snapshot.taskArn);
  const running = new Set(sandboxes.flatMap((sandbox) => (sandbox.running ? [sandbox.runtimeId] : [])));
  const observations = new Map<string, Observation[]>();
  for (const task of before) {
    const snapshots = byTask.get(task.arn) ?? [];
    const seen = snapshots.map((snapshot) => ({ kind: 'seen', snapshot }) as const);
    const vanished = task.containers
      .filter((state) => state.runtimeId !== undefined && state.known !== 'STOPPED')
      .filter((state) => !snapshots.some((snapshot) => snapshot.runtimeId === state.runtimeId))
      .map(({ name, runtimeId }) => ({ kind: 'vanished', container: name, runtimeId }) as const);
    observations.set(task.arn, [...seen, ...vanished, ...endedSandbox(task, running)]);
  }
  return { observations, orphans: listed.filter((snapshot) => !isClaimed(snapshot.taskArn)) };
}

function endedSandbox(task: TaskRecord, running: ReadonlySet<string>): Observation[] {
  const { sandboxId } = task;
  if (sandboxId === undefined || running.has(sandboxId)) return [];
  return [{ kind: 'sandbox-ended', runtimeId: sandboxId }];
}

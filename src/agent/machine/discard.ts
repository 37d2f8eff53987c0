import type { ContainerState, TaskRecord } from '../model/task-record.ts';

const mostRemakes = 4;

/**
 * Gives up a container that could not be started, to have it made anew: another program has taken a port that
 * was chosen for it. It stays CREATED, since a known status never goes back. `undefined` when it has been tried
 * often enough, or when another container has been made that refers to this very one.
 */
export function discard(task: TaskRecord, state: ContainerState): ContainerState | undefined {
  const { runtimeId, discarded = [] } = state;
  if (state.known !== 'CREATED' || runtimeId === undefined || discarded.length === mostRemakes)
    return undefined;
  if (isReferredTo(task, state.name)) return undefined;
  return { ...state, pending: undefined, runtimeId: undefined, discarded: [...discarded, runtimeId] };
}

function isReferredTo(task: TaskRecord, name: string): boolean {
  const made = new Set(
    task.containers.flatMap((other) => (other.runtimeId === undefined ? [] : [other.name])),
  );
  return task.plan.containers.some(
    (other) =>
      made.has(other.name) &&
      (other.links.some((link) => link.split(':', 1)[0] === name) ||
        other.volumesFrom.some(({ container }) => container === name)),
  );
}

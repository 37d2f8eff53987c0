import type { TaskRecord } from '../../model/task-record.ts';
import type { KnownContainer } from '../task-directory.ts';

export const isFargate = (task: TaskRecord): boolean => task.request.launchType === 'FARGATE';

/** What documents call DockerId. On Fargate it is the container's endpoint id; empty before it is made. */
export function engineIdOf({ task, state }: Pick<KnownContainer, 'task' | 'state'>): string {
  if (state.runtimeId === undefined) return '';
  return isFargate(task) ? (state.endpointId ?? state.runtimeId) : state.runtimeId;
}

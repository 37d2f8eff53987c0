import type { TaskRecord } from '../model/task-record.ts';
import type { StopRequest } from './observation.ts';

/**
 * Asks for the whole task to stop; the first request stays. `stoppingAt` is when it was asked.
 * Pure: the caller writes the record and tells the agent by writing it.
 */
export function requestStop(task: TaskRecord, request: StopRequest, now: number): TaskRecord {
  if (task.desiredStatus === 'STOPPED') return task;
  return {
    ...task,
    desiredStatus: 'STOPPED',
    stopCode: request.code,
    stoppedReason: request.reason,
    stoppingAt: now,
  };
}

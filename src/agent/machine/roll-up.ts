import { type Stage, type TaskStatus, taskHasReached } from '../model/status.ts';
import type { ContainerState, TaskRecord } from '../model/task-record.ts';

/**
 * Rolls what is known of the containers and stages up into the task's `lastStatus` and times.
 * RUNNING needs every container to run (one that is not essential may have ended); STOPPED needs
 * every container stopped and every stage of the farewell done.
 */
export function rollUp(task: TaskRecord, now: number): TaskRecord {
  const executionStoppedAt = task.executionStoppedAt ?? firstEssentialEnd(task);
  const lastStatus = nextStatus(task);
  if (lastStatus === task.lastStatus && executionStoppedAt === task.executionStoppedAt) return task;
  const startedAt = task.startedAt ?? (lastStatus === 'RUNNING' ? now : unseenStart(task, lastStatus));
  return {
    ...task,
    lastStatus,
    ...(executionStoppedAt === undefined ? {} : { executionStoppedAt }),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(lastStatus === 'STOPPED' ? { stoppedAt: now } : {}),
  };
}

/**
 * When a task began to run that ended before anybody saw it run: a container can exit sooner than the
 * engine has answered to its start, and such a task has run all the same.
 */
function unseenStart(task: TaskRecord, lastStatus: TaskStatus): number | undefined {
  if (task.stopCode === 'TaskFailedToStart') return undefined;
  if (!taskHasReached(lastStatus, 'STOPPING') || !stageIsDone(task, 'activate')) return undefined;
  const neededStarts = task.containers.filter(
    (state) => state.startedAt !== undefined || isEssential(task, state),
  );
  const starts = neededStarts.map((state) => state.startedAt ?? Infinity);
  const last = Math.max(...starts, 0);
  return starts.length > 0 && last <= (task.stoppingAt ?? Infinity) ? last : undefined;
}

function nextStatus(task: TaskRecord): TaskStatus {
  const reached = task.desiredStatus === 'RUNNING' ? wayUp(task) : wayDown(task);
  return taskHasReached(reached, task.lastStatus) ? reached : task.lastStatus;
}

function wayUp(task: TaskRecord): TaskStatus {
  if (!stageIsDone(task, 'provision')) return 'PROVISIONING';
  const up = task.containers.every(
    (state) => state.known === 'RUNNING' || (state.known === 'STOPPED' && !isEssential(task, state)),
  );
  if (!up) return 'PENDING';
  return stageIsDone(task, 'activate') ? 'RUNNING' : 'ACTIVATING';
}

function wayDown(task: TaskRecord): TaskStatus {
  // A provisioning that is under way is waited for, so that it can be undone.
  if (task.stagePending === 'provision' || task.stagePending === 'activate') return task.lastStatus;
  if (needsDeactivation(task)) return 'DEACTIVATING';
  if (!task.containers.every((state) => state.known === 'STOPPED')) return 'STOPPING';
  return stageIsDone(task, 'deprovision') ? 'STOPPED' : 'DEPROVISIONING';
}

/** What was activated is deactivated before the first container is stopped. */
export function needsDeactivation(task: TaskRecord): boolean {
  return task.stagesDone.includes('activate') && !stageIsDone(task, 'deactivate');
}

/** Done, or nothing that this task needs. */
export function stageIsDone(task: TaskRecord, stage: Stage): boolean {
  return !task.plan.stages.includes(stage) || task.stagesDone.includes(stage);
}

function isEssential(task: TaskRecord, state: ContainerState): boolean {
  return task.plan.containers.find((plan) => plan.name === state.name)?.essential ?? true;
}

function firstEssentialEnd(task: TaskRecord): number | undefined {
  const ends = task.plan.containers
    .filter((plan) => plan.essential)
    .map((plan) => task.containers.find((state) => state.name === plan.name))
    .filter((state) => state?.known === 'STOPPED' && state.startedAt !== undefined)
    .map((state) => state?.finishedAt)
    .filter((time) => time !== undefined);
  return ends.length === 0 ? undefined : Math.min(...ends);
}

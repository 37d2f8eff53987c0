import { hasReached } from '../model/status.ts';
import type { ContainerPlan } from '../model/task-plan.ts';
import type { ContainerState, TaskRecord } from '../model/task-record.ts';
import { fail } from './absorb.ts';
import { gateOf } from './dependencies.ts';
import type { StopRequest } from './observation.ts';
import { requestStop } from './request-stop.ts';
import { rollUp } from './roll-up.ts';

/** The agent gives a container that could never start the exit code of a SIGTERM. */
const neverStartedExitCode = 143;

/**
 * Draws every conclusion that follows from the record alone, until nothing more follows: dependents
 * that can never start, an essential container that has ended, containers that were never started
 * and are not wanted any more, and the task's own status.
 */
export function settle(task: TaskRecord, now: number): TaskRecord {
  for (let before = task; ;) {
    const after = rollUp(stopForEssential(endUnwanted(endImpossible(before, now), now), now), now);
    if (after === before) return after;
    before = after;
  }
}

function endImpossible(task: TaskRecord, now: number): TaskRecord {
  if (task.desiredStatus === 'STOPPED') return task;
  return each(task, (state, plan) => {
    if (state.known !== 'NONE' || state.pending !== undefined) return state;
    const gate = gateOf(task, plan, now);
    if (gate.kind !== 'never') return state;
    const error = { name: 'CannotStartContainerError', message: `dependency graph: ${gate.message}` };
    return { ...fail(state, error, now), exitCode: neverStartedExitCode };
  });
}

/** What has not been started need not be stopped. An effect in flight that makes one is awaited. */
function endUnwanted(task: TaskRecord, now: number): TaskRecord {
  if (task.desiredStatus === 'RUNNING' || task.stagePending === 'provision') return task;
  return each(task, (state) => {
    if (hasReached(state.known, 'RUNNING') || state.startUnanswered) return state;
    if (state.pending !== undefined && state.pending !== 'PULLED') return state;
    return { ...state, known: 'STOPPED', pending: undefined, finishedAt: now };
  });
}

function stopForEssential(task: TaskRecord, now: number): TaskRecord {
  if (task.desiredStatus === 'STOPPED') return task;
  // To the agent the container that holds the namespaces is an essential one, which no client sees.
  if (task.sandboxEnded === true) return requestStop(task, stopWithoutSandbox(task), now);
  const ended = task.containers.find(
    (state) =>
      (state.known === 'STOPPED' || state.startUnanswered === true) &&
      (planOf(task, state)?.essential === true || state.endsTask === true),
  );
  return ended === undefined ? task : requestStop(task, stopFor(task, ended), now);
}

const essentialExited: StopRequest = {
  code: 'EssentialContainerExited',
  reason: 'Essential container in task exited',
};

function stopWithoutSandbox(task: TaskRecord): StopRequest {
  const hasRun = task.containers.some((state) => state.startedAt !== undefined);
  return hasRun ? essentialExited : stopBeforeStart(task, task.containers[0]?.reason);
}

function stopFor(task: TaskRecord, ended: ContainerState): StopRequest {
  if (ended.startedAt !== undefined) return essentialExited;
  const { taskReason } = ended;
  return taskReason === undefined
    ? stopBeforeStart(task, ended.reason)
    : { code: 'TaskFailedToStart', reason: taskReason };
}

function stopBeforeStart(task: TaskRecord, detail: string | undefined): StopRequest {
  // On Fargate the container's own reason stands in the task's place.
  const told = task.request.launchType === 'FARGATE' ? detail : undefined;
  return { code: 'TaskFailedToStart', reason: told ?? 'Task failed to start' };
}

function planOf(task: TaskRecord, state: ContainerState): ContainerPlan | undefined {
  return task.plan.containers.find((plan) => plan.name === state.name);
}

/** Keeps identity when no container changed, so that `settle` can see that it is done. */
function each(
  task: TaskRecord,
  next: (state: ContainerState, plan: ContainerPlan) => ContainerState,
): TaskRecord {
  let changed = false;
  const containers = task.containers.map((state) => {
    const plan = planOf(task, state);
    const after = plan === undefined ? state : next(state, plan);
    changed ||= after !== state;
    return after;
  });
  return changed ? { ...task, containers } : task;
}

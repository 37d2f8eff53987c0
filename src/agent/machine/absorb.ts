import { unreachable } from '../../kernel/errors.ts';
import type { ContainerSnapshot } from '../backends/backend.ts';
import { type ContainerStatus, hasReached } from '../model/status.ts';
import type { ContainerState, TaskRecord } from '../model/task-record.ts';
import { afterFailedStop } from './give-up.ts';
import { discard } from './discard.ts';
import type { NamedError, Observation } from './observation.ts';
import { requestStop } from './request-stop.ts';
import { restarts } from './restart-policy.ts';

/** ECS trims reasons to this many characters. */
const longestReason = 1024;

export const reasonOf = (error: NamedError): string =>
  `${error.name}: ${error.message}`.slice(0, longestReason);

/** Writes one observation into the record; decides nothing. A known status never goes back. */
export function absorb(task: TaskRecord, observation: Observation, now: number): TaskRecord {
  switch (observation.kind) {
    case 'adopted':
      return adopted(task, observation, now);
    case 'sandbox-ended':
      return observation.runtimeId === task.sandboxId ? sandboxEnded(task) : task;
    case 'pulling':
      return { ...task, pullStartedAt: task.pullStartedAt ?? now };
    case 'pulled':
      return pulled(task, observation, now);
    case 'created':
      return change(task, observation.container, (state) => ({
        ...advance(state, 'CREATED'),
        runtimeId: observation.runtimeId,
        createdAt: state.createdAt ?? now,
      }));
    case 'seen':
      return change(task, observation.snapshot.container, (state) =>
        seen(task, state, observation.snapshot, now),
      );
    case 'vanished':
      // An engine that refuses to make a container may have had it for a moment: the refusal tells why.
      return change(task, observation.container, (state) =>
        isOfAnother(state, observation.runtimeId) || state.runtimeId === undefined
          ? state
          : vanished(state, now),
      );
    case 'failed':
      return pullEnded(
        change(task, observation.container, (state) => failed(task, state, observation, now)),
        observation.pulled === true,
        now,
      );
    case 'stage-done':
      return {
        ...task,
        stagePending: undefined,
        stagesDone: [...task.stagesDone, observation.stage],
        ...observation.found,
      };
    case 'stage-failed':
      return stageFailed(task, observation, now);
    case 'kill-requested':
      return {
        ...task,
        killed: true,
        containers: task.containers.map((state) => ({
          ...state,
          pending: state.pending === 'STOPPED' ? undefined : state.pending,
          stopRetryAt: undefined,
        })),
      };
    case 'desired-changed':
    case 'tick':
      return task;
    default:
      return unreachable(observation);
  }
}

function adopted(
  task: TaskRecord,
  { containers: snapshots, sandboxEnded: hasEnded }: Observation & { kind: 'adopted' },
  now: number,
): TaskRecord {
  const containers = task.containers.map((before) => {
    const state = { ...before, pending: undefined, stopRetryAt: undefined };
    const snapshot = snapshots.find((candidate) => candidate.container === state.name);
    if (snapshot !== undefined) return seen(task, state, snapshot, now);
    return state.runtimeId === undefined ? state : vanished(state, now);
  });
  const found = { ...task, stagePending: undefined, containers };
  return hasEnded === true ? sandboxEnded(found) : found;
}

/** What has not started yet cannot start without its namespaces; what runs is stopped like any others'. */
function sandboxEnded(task: TaskRecord): TaskRecord {
  if (task.desiredStatus === 'STOPPED' || task.sandboxEnded === true) return task;
  const reason = reasonOf({
    name: 'ContainerNetworkingError',
    message: 'the container that holds the namespaces of the task has ended',
  });
  const containers = task.containers.map((state) =>
    hasReached(state.known, 'RUNNING') || state.reason !== undefined ? state : { ...state, reason },
  );
  return { ...task, containers, sandboxEnded: true };
}

function isOfAnother(state: ContainerState, runtimeId: string | undefined): boolean {
  if (runtimeId === undefined) return false;
  if (state.discarded?.includes(runtimeId) === true) return true;
  return state.runtimeId !== undefined && state.runtimeId !== runtimeId;
}

function vanished(state: ContainerState, now: number): ContainerState {
  if (state.known === 'STOPPED') return state;
  return fail(
    state,
    { name: 'ContainerVanishedError', message: 'No container matching saved ID found' },
    now,
  );
}

function pulled(task: TaskRecord, seenImage: Observation & { kind: 'pulled' }, now: number): TaskRecord {
  const after = change(task, seenImage.container, (state) => ({
    ...advance(state, 'PULLED'),
    imageId: seenImage.imageId,
    ...(seenImage.imageDigest === undefined ? {} : { imageDigest: seenImage.imageDigest }),
  }));
  return pullEnded(after, seenImage.pulled, now);
}

/** The agent writes it after each pull, also after one that failed: the last one counts. */
function pullEnded(task: TaskRecord, hasPulled: boolean, now: number): TaskRecord {
  return hasPulled ? { ...task, pullStoppedAt: now } : task;
}

function seen(
  task: TaskRecord,
  state: ContainerState,
  snapshot: ContainerSnapshot,
  now: number,
): ContainerState {
  // A snapshot of an earlier container of the same name says nothing about this one.
  if (isOfAnother(state, snapshot.runtimeId)) return state;
  if (state.known === 'STOPPED') return state;
  const found: ContainerState = {
    ...state,
    runtimeId: snapshot.runtimeId,
    createdAt: state.createdAt ?? snapshot.createdAt,
    ...(snapshot.bindings.length === 0 ? {} : { networkBindings: snapshot.bindings }),
    ...(snapshot.networks === undefined ? {} : { networks: snapshot.networks }),
    ...(snapshot.mounts === undefined ? {} : { mounts: snapshot.mounts }),
    ...healthOf(state, snapshot, now),
    ...(snapshot.address === undefined ? {} : { address: snapshot.address }),
  };
  switch (snapshot.status) {
    case 'created':
      // Nothing was started, and nothing is to be: it has been stopped.
      return found.startUnanswered && found.pending === 'STOPPED'
        ? { ...found, known: 'STOPPED', pending: undefined, finishedAt: now }
        : advance(found, 'CREATED');
    case 'running':
      return found.startUnanswered ? found : running(found, snapshot, now);
    case 'exited':
      return exited(task, found, snapshot, now);
    default:
      return unreachable(snapshot.status);
  }
}

/** As the agent: the check that has changed the status is the one that is told, until it changes again. */
function healthOf(
  state: ContainerState,
  { health, healthCheck }: ContainerSnapshot,
  now: number,
): Pick<ContainerState, 'health' | 'healthReport'> {
  if (health === undefined || health === state.health) return {};
  return { health, healthReport: { since: now, ...healthCheck } };
}

function running(state: ContainerState, snapshot: ContainerSnapshot, now: number): ContainerState {
  if (state.restartAfter !== undefined) {
    return isAfter(snapshot.startedAt, state.restartAfter)
      ? restarted(state, snapshot.startedAt ?? now)
      : state;
  }
  return { ...advance(state, 'RUNNING'), startedAt: state.startedAt ?? snapshot.startedAt ?? now };
}

function exited(
  task: TaskRecord,
  found: ContainerState,
  snapshot: ContainerSnapshot,
  now: number,
): ContainerState {
  // Until it runs again, the engine goes on describing the exit that the restart answers. That exit is
  // the last one when the container is to stop and the restart has not been asked of the engine.
  const isAnswered = found.restartAfter !== undefined && !isAfter(snapshot.finishedAt, found.restartAfter);
  const isUnwanted = task.desiredStatus === 'STOPPED' || found.startUnanswered === true;
  const isLast = isAnswered && isUnwanted && found.pending !== 'RUNNING';
  if (isAnswered && !isLast) return found;
  if (isOfEarlierRun(found, snapshot)) return found;
  const hasRestarted = found.restartAfter !== undefined && !isLast;
  const state = hasRestarted ? restarted(found, snapshot.startedAt ?? now) : found;
  const finishedAt = snapshot.finishedAt ?? now;
  const startedAt = state.startedAt ?? snapshot.startedAt ?? Math.min(now, finishedAt);
  const started = { ...state, startedAt };
  const plan = task.plan.containers.find((container) => container.name === state.name);
  if (
    plan !== undefined &&
    !started.startUnanswered &&
    restarts(task, plan, started, snapshot.exitCode, now)
  ) {
    return { ...started, known: 'RUNNING', pending: undefined, restartAfter: finishedAt };
  }
  const reason = exitReason(snapshot);
  return {
    ...started,
    known: 'STOPPED',
    pending: undefined,
    restartAfter: undefined,
    finishedAt,
    ...(snapshot.exitCode === undefined ? {} : { exitCode: snapshot.exitCode }),
    ...(state.reason !== undefined || reason === undefined ? {} : { reason }),
  };
}

/**
 * An end that is told by an event alone has no start to tell its run by, and events can come late or
 * twice: one that may be of the run before a restart is not believed; the look that follows it tells.
 */
function isOfEarlierRun(state: ContainerState, snapshot: ContainerSnapshot): boolean {
  if (snapshot.startedAt !== undefined || snapshot.finishedAt === undefined) return false;
  const since = state.restartedAt ?? state.startedAt;
  return state.restartAfter !== undefined || (since !== undefined && snapshot.finishedAt < since);
}

const isAfter = (time: number | undefined, reference: number): boolean =>
  time !== undefined && time > reference;

/** `startedAt` stays that of the first start, as in the agent. */
function restarted(state: ContainerState, restartedAt: number): ContainerState {
  return { ...state, restartAfter: undefined, pending: undefined, restarts: state.restarts + 1, restartedAt };
}

function exitReason(snapshot: ContainerSnapshot): string | undefined {
  if (snapshot.outOfMemory) {
    return reasonOf({ name: 'OutOfMemoryError', message: 'Container killed due to memory usage' });
  }
  return snapshot.error
    ? reasonOf({ name: 'CannotStartContainerError', message: snapshot.error })
    : undefined;
}

function failed(
  task: TaskRecord,
  state: ContainerState,
  seenError: Observation & { kind: 'failed' },
  now: number,
): ContainerState {
  if (state.known === 'STOPPED') return state;
  if (seenError.effect === 'stop') return afterFailedStop(state, now) ?? fail(state, seenError.error, now);
  // The answer to a call that is no longer awaited (cancelled, or overtaken by what was seen).
  if (state.pending === undefined) return state;
  if (isUnanswered(seenError)) {
    const reason = state.reason ?? reasonOf(seenError.error);
    return { ...state, pending: undefined, startUnanswered: true, reason };
  }
  if (seenError.remake === true) {
    const discarding = discard(task, state);
    if (discarding !== undefined) return discarding;
  }
  const after = fail(state, seenError.error, now);
  const { endsTask, taskReason } = seenError;
  return endsTask === true ? { ...after, endsTask, taskReason } : after;
}

/** As the agent: a start that timed out may have been carried out, so the container is stopped. */
const isUnanswered = ({ effect, error }: Observation & { kind: 'failed' }): boolean =>
  effect === 'start' && error.name === 'DockerTimeoutError';

function stageFailed(
  task: TaskRecord,
  { stage, error, taskReason }: Observation & { kind: 'stage-failed' },
  now: number,
): TaskRecord {
  const after = { ...task, stagePending: undefined, stagesDone: [...task.stagesDone, stage] };
  switch (stage) {
    case 'provision': {
      const containers = after.containers.map((state) => failUnstarted(state, error, now));
      const unstarted = { ...after, containers };
      if (taskReason === undefined) return unstarted;
      return requestStop(unstarted, { code: 'TaskFailedToStart', reason: taskReason }, now);
    }
    case 'activate':
      // It counts as done, so that `deactivate` undoes what it has done of it.
      return requestStop(after, { code: 'TaskFailedToStart', reason: reasonOf(error) }, now);
    default:
      // A failed farewell keeps no task from its end; it is logged.
      return after;
  }
}

function failUnstarted(state: ContainerState, error: NamedError, now: number): ContainerState {
  return hasReached(state.known, 'RUNNING') ? state : fail(state, error, now);
}

/** Ends a container with an error; the first reason stays. */
export function fail(state: ContainerState, error: NamedError, now: number): ContainerState {
  return {
    ...state,
    known: 'STOPPED',
    pending: undefined,
    finishedAt: now,
    reason: state.reason ?? reasonOf(error),
  };
}

/** Moves `known` forward to `status`, and forgets an effect in flight that this fulfils. */
function advance(state: ContainerState, status: ContainerStatus): ContainerState {
  const known = hasReached(state.known, status) ? state.known : status;
  const fulfilled = state.pending !== undefined && hasReached(known, state.pending);
  return {
    ...state,
    known,
    ...(fulfilled ? { pending: undefined } : {}),
    ...(status === 'RUNNING' ? { pending: state.pending === 'STOPPED' ? 'STOPPED' : undefined } : {}),
  };
}

function change(task: TaskRecord, name: string, next: (state: ContainerState) => ContainerState): TaskRecord {
  return {
    ...task,
    containers: task.containers.map((state) => (state.name === name ? next(state) : state)),
  };
}

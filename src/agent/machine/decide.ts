import type { ContainerStatus } from '../model/status.ts';
import type { ContainerPlan } from '../model/task-plan.ts';
import type { ContainerState, TaskRecord } from '../model/task-record.ts';
import { dependentsOf, gateOf } from './dependencies.ts';
import type { Effect } from './observation.ts';
import { needsDeactivation, stageIsDone } from './roll-up.ts';

export interface Decision {
  readonly task: TaskRecord;
  readonly effects: readonly Effect[];
  /** When the machine wants to be asked again, whatever happens until then. */
  readonly wakeAt?: number;
}

/**
 * Says what is to be done next, and marks it as in flight so that it is asked for once. Independent
 * containers get their effects side by side; only the dependency graph makes anything wait.
 */
export function decide(task: TaskRecord, now: number): Decision {
  const stage = decideStage(task);
  if (stage !== undefined) return { task: { ...task, stagePending: stage.stage }, effects: [stage] };
  if (isHeldByStage(task)) return { task, effects: [] };

  const effects: Effect[] = [];
  let wakeAt: number | undefined;
  const containers = task.containers.map((state) => {
    const plan = task.plan.containers.find((container) => container.name === state.name);
    if (plan === undefined || state.pending !== undefined || state.known === 'STOPPED') return state;
    const wanted =
      task.desiredStatus === 'RUNNING' && !state.startUnanswered
        ? wayUp(task, state, plan, now)
        : wayDown(task, state, plan, now);
    if (wanted.wakeAt !== undefined) wakeAt = Math.min(wakeAt ?? Infinity, wanted.wakeAt);
    if (wanted.effect === undefined) return state;
    effects.push(wanted.effect);
    return { ...state, pending: wanted.pending };
  });
  return {
    task: effects.length === 0 ? task : { ...task, containers },
    effects,
    ...(wakeAt === undefined ? {} : { wakeAt }),
  };
}

function decideStage(task: TaskRecord): (Effect & { kind: 'stage' }) | undefined {
  if (task.stagePending !== undefined) return undefined;
  if (task.desiredStatus === 'RUNNING') {
    if (!stageIsDone(task, 'provision')) return { kind: 'stage', stage: 'provision' };
    return task.lastStatus === 'ACTIVATING' ? { kind: 'stage', stage: 'activate' } : undefined;
  }
  if (needsDeactivation(task)) return { kind: 'stage', stage: 'deactivate' };
  return task.lastStatus === 'DEPROVISIONING' ? { kind: 'stage', stage: 'deprovision' } : undefined;
}

/** Nothing starts before provisioning is done; nothing is stopped while a stage is under way. */
function isHeldByStage(task: TaskRecord): boolean {
  return (
    task.stagePending === 'provision' || (task.desiredStatus === 'STOPPED' && task.stagePending !== undefined)
  );
}

interface Wanted {
  readonly effect?: Effect;
  readonly pending?: ContainerStatus;
  readonly wakeAt?: number;
}

function wayUp(task: TaskRecord, state: ContainerState, plan: ContainerPlan, now: number): Wanted {
  const container = state.name;
  switch (state.known) {
    case 'NONE': {
      const gate = gateOf(task, plan, now);
      if (gate.kind === 'open') return { effect: { kind: 'pull', container }, pending: 'PULLED' };
      return gate.kind === 'wait' && gate.until !== undefined ? { wakeAt: gate.until } : {};
    }
    case 'PULLED':
      return { effect: { kind: 'create', container }, pending: 'CREATED' };
    case 'CREATED':
      return state.runtimeId === undefined
        ? { effect: { kind: 'create', container }, pending: 'CREATED' }
        : { effect: { kind: 'start', container }, pending: 'RUNNING' };
    case 'RUNNING':
      return state.restartAfter === undefined
        ? {}
        : { effect: { kind: 'start', container }, pending: 'RUNNING' };
    case 'STOPPED':
      return {};
  }
}

/** A container is stopped only when every container that depends on it has stopped. */
function wayDown(task: TaskRecord, state: ContainerState, plan: ContainerPlan, now: number): Wanted {
  if (state.known !== 'RUNNING' && !state.startUnanswered) return {};
  const held = dependentsOf(task.plan, state.name).some(
    (name) => task.containers.find((other) => other.name === name)?.known !== 'STOPPED',
  );
  if (held && task.killed !== true) return {};
  if (state.stopRetryAt !== undefined && state.stopRetryAt > now) return { wakeAt: state.stopRetryAt };
  const graceSeconds = task.killed === true ? 0 : plan.stopTimeout;
  return { effect: { kind: 'stop', container: state.name, graceSeconds }, pending: 'STOPPED' };
}

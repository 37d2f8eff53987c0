import type { ContainerState, TaskRecord } from '../model/task-record.ts';
import { hasReached } from '../model/status.ts';
import type { ContainerPlan, DependencyPlan, TaskPlan } from '../model/task-plan.ts';

/** Whether a container may leave NONE: now, later, or never. */
export type Gate =
  | { readonly kind: 'open' }
  /** `until`: when a startTimeout will have run out. */
  | { readonly kind: 'wait'; readonly until?: number }
  | { readonly kind: 'never'; readonly message: string };

/**
 * The dependency graph of a task: `dependsOn`, and what `links` (START) and `volumesFrom` (CREATE)
 * imply. The gate is on everything that a container does, its image pull included, as in the
 * reference agent; a container without unmet dependencies waits for nobody.
 */
export function dependenciesOf(plan: ContainerPlan): readonly DependencyPlan[] {
  return [
    ...plan.dependsOn,
    ...plan.links.map((link) => ({ container: link.split(':')[0] ?? link, condition: 'START' as const })),
    ...plan.volumesFrom.map((from) => ({ container: from.container, condition: 'CREATE' as const })),
  ];
}

/** The containers that must have stopped before `name` may be stopped. */
export function dependentsOf(plan: TaskPlan, name: string): readonly string[] {
  return plan.containers
    .filter((other) => dependenciesOf(other).some((dependency) => dependency.container === name))
    .map((other) => other.name);
}

export function gateOf(task: TaskRecord, plan: ContainerPlan, now: number): Gate {
  let until: number | undefined;
  let waiting = false;
  for (const dependency of dependenciesOf(plan)) {
    const gate = edgeGate(task, plan, dependency, now);
    if (gate.kind === 'never') return gate;
    if (gate.kind === 'open') continue;
    waiting = true;
    if (gate.until !== undefined) until = Math.min(until ?? Infinity, gate.until);
  }
  return waiting ? { kind: 'wait', ...(until === undefined ? {} : { until }) } : { kind: 'open' };
}

function edgeGate(task: TaskRecord, target: ContainerPlan, edge: DependencyPlan, now: number): Gate {
  const state = task.containers.find((container) => container.name === edge.container);
  const plan = task.plan.containers.find((container) => container.name === edge.container);
  if (state === undefined || plan === undefined) {
    return { kind: 'never', message: `${between(task, edge.container, target)} does not exist.` };
  }
  const verdict = judge(state, edge);
  if (verdict !== 'unmet') {
    return verdict === 'met' ? { kind: 'open' } : never(task, target, edge, verdict);
  }
  return awaitStartTimeout(task, target, plan, state, edge, now);
}

/** `failed`: it ran and did not end as wanted. `lost`: it will never run. */
function judge(state: ContainerState, edge: DependencyPlan): 'met' | 'unmet' | 'failed' | 'lost' {
  const stopped = state.known === 'STOPPED';
  switch (edge.condition) {
    case 'CREATE':
      if (hasReached(state.known, 'CREATED') && state.runtimeId !== undefined) return 'met';
      return stopped ? 'lost' : 'unmet';
    case 'START':
      if (state.known === 'RUNNING' || (stopped && state.startedAt !== undefined)) return 'met';
      return stopped ? 'lost' : 'unmet';
    case 'COMPLETE':
      if (!stopped) return 'unmet';
      return state.exitCode === undefined || state.startedAt === undefined ? 'lost' : 'met';
    case 'SUCCESS':
      if (!stopped) return 'unmet';
      return state.exitCode === 0 ? 'met' : 'failed';
    case 'HEALTHY':
      if (stopped) return 'lost';
      return state.health === 'HEALTHY' ? 'met' : 'unmet';
  }
}

/** startTimeout belongs to the dependency and is measured from its own start (not for START). */
function awaitStartTimeout(
  task: TaskRecord,
  target: ContainerPlan,
  plan: ContainerPlan,
  state: ContainerState,
  edge: DependencyPlan,
  now: number,
): Gate {
  const timed = edge.condition !== 'START' && edge.condition !== 'CREATE';
  if (!timed || plan.startTimeout === undefined || state.startedAt === undefined) return { kind: 'wait' };
  const until = state.startedAt + plan.startTimeout * 1000;
  if (now < until) return { kind: 'wait', until };
  return { kind: 'never', message: `${between(task, edge.container, target)} has timed out.` };
}

function never(
  task: TaskRecord,
  target: ContainerPlan,
  edge: DependencyPlan,
  verdict: 'failed' | 'lost',
): Gate {
  const pair = between(task, edge.container, target);
  return {
    kind: 'never',
    message:
      verdict === 'failed'
        ? `failed to resolve ${pair} as dependency did not exit successfully.`
        : `failed to resolve ${pair} because dependency will never start`,
  };
}

/** The agent prints both containers as `name(image) (KNOWN->DESIRED)`. */
function between(task: TaskRecord, dependency: string, target: ContainerPlan): string {
  return `container ordering dependency [${describe(task, dependency)}] for target [${describe(task, target.name)}]`;
}

function describe(task: TaskRecord, name: string): string {
  const plan = task.plan.containers.find((container) => container.name === name);
  const state = task.containers.find((container) => container.name === name);
  return `${name}(${plan?.image ?? ''}) (${state?.known ?? 'NONE'}->${task.desiredStatus})`;
}

import type { Clock } from '../kernel/clock.ts';
import { DeadlineError, withDeadline } from '../kernel/deadline.ts';
import { messageOf, unreachable } from '../kernel/errors.ts';
import { type Backend, BackendError, type ContainerSpec, type PullProgress } from './backends/backend.ts';
import { ownerOf } from './backends/owner.ts';
import type { ContainerAddition, Hook, Provision, TraceEntry } from './hooks/hook.ts';
import type { Images } from './hooks/images.ts';
import type { Effect, NamedError, Observation } from './machine/observation.ts';
import type { Stage } from './model/status.ts';
import type { ContainerPlan } from './model/task-plan.ts';
import type { TaskRecord } from './model/task-record.ts';

/** How long the reference agent lets the engine take, in milliseconds. */
const pullTimeout = 2 * 60 * 60_000;
const createTimeout = 4 * 60_000;
const startTimeout = 3 * 60_000;
/** On top of the container's own stopTimeout. */
const stopTimeout = 2 * 60_000;

export interface EffectParts {
  readonly backend: Backend;
  readonly images: Images;
  readonly hooks: readonly Hook[];
  readonly clock: Clock;
  readonly onPull: (task: TaskRecord, container: string, progress: PullProgress) => void;
  readonly onTrace: (entry: TraceEntry) => void;
}

/** Carries out what the machine decided, and reports what came of it as an observation. */
export class EffectRunner {
  readonly #parts: EffectParts;

  constructor(parts: EffectParts) {
    this.#parts = parts;
  }

  /** Never rejects: an error is an observation like any other. */
  async run(
    task: TaskRecord,
    effect: Effect,
    report: (observation: Observation) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const { clock, onTrace } = this.#parts;
    const begun = clock.now();
    try {
      report(await this.#perform(task, effect, report, signal));
    } catch (error) {
      report(failureOf(effect, error));
    }
    const subject = effect.kind === 'stage' ? {} : { container: effect.container };
    const name = effect.kind === 'stage' ? effect.stage : effect.kind;
    onTrace({ task: task.id, ...subject, step: name, ms: clock.now() - begun });
  }

  async #perform(
    task: TaskRecord,
    effect: Effect,
    report: (observation: Observation) => void,
    signal: AbortSignal,
  ): Promise<Observation> {
    switch (effect.kind) {
      case 'stage':
        return {
          kind: 'stage-done',
          stage: effect.stage,
          found: await this.#stage(task, effect.stage, signal),
        };
      case 'pull':
        return this.#pull(task, effect.container, report, signal);
      case 'create':
        return this.#create(task, effect.container, signal);
      case 'start':
        return this.#start(task, effect.container, signal);
      case 'stop':
        return this.#stop(task, effect.container, effect.graceSeconds, signal);
      case 'cancel':
        throw new Error('a cancellation is not carried out but obeyed by the actor');
      default:
        return unreachable(effect);
    }
  }

  async #stage(task: TaskRecord, stage: Stage, signal: AbortSignal): Promise<Provision> {
    const { hooks } = this.#parts;
    const ordered = stage === 'provision' || stage === 'activate' ? hooks : hooks.toReversed();
    const found: Provision[] = [];
    for (const hook of ordered) {
      const work: Promise<Provision | void> | undefined = hook[stage]?.(task, signal);
      found.push((await this.#traced(task, `${hook.name}.${stage}`, work)) ?? {});
    }
    return Object.assign({}, ...found);
  }

  async #pull(
    task: TaskRecord,
    container: string,
    report: (observation: Observation) => void,
    signal: AbortSignal,
  ): Promise<Observation> {
    const { images, clock, onPull } = this.#parts;
    const { image } = planOf(task, container);
    const { platform } = task.plan;
    const request = platform === undefined ? { image } : { image, platform };
    let pulled = false;
    const hear = (progress: PullProgress): void => {
      if (!pulled) report({ kind: 'pulling', container });
      pulled = true;
      onPull(task, container, progress);
    };
    try {
      const result = await withDeadline(clock, pullTimeout, signal, (inner) =>
        images.ensure(request, hear, inner),
      );
      const digest = result.digest === undefined ? {} : { imageDigest: result.digest };
      return { kind: 'pulled', container, imageId: result.id, ...digest, pulled };
    } catch (error) {
      const { failureEndsTask: endsTask } = images;
      return { ...containerFailure('pull', container, error), pulled, endsTask };
    }
  }

  async #create(task: TaskRecord, container: string, signal: AbortSignal): Promise<Observation> {
    const { backend, clock } = this.#parts;
    const runtimeId = await withDeadline(clock, createTimeout, signal, async (inner) => {
      const spec = await this.#specify(task, planOf(task, container), inner);
      return (await backend.createContainer(spec, inner)).runtimeId;
    });
    return { kind: 'created', container, runtimeId };
  }

  async #start(task: TaskRecord, container: string, signal: AbortSignal): Promise<Observation> {
    const { backend, clock } = this.#parts;
    const runtimeId = runtimeIdOf(task, container);
    const snapshot = await withDeadline(clock, startTimeout, signal, (inner) =>
      backend.startContainer(runtimeId, inner),
    );
    return { kind: 'seen', snapshot };
  }

  async #stop(
    task: TaskRecord,
    container: string,
    graceSeconds: number,
    signal: AbortSignal,
  ): Promise<Observation> {
    const { backend, clock } = this.#parts;
    const runtimeId = runtimeIdOf(task, container);
    const snapshot = await withDeadline(clock, graceSeconds * 1000 + stopTimeout, signal, (inner) =>
      backend.stopContainer(runtimeId, graceSeconds, inner),
    );
    if (snapshot === undefined) return { kind: 'vanished', container };
    if (snapshot.status === 'running') {
      throw new BackendError('CannotStopContainerError', 'the container still runs after it was killed');
    }
    return { kind: 'seen', snapshot };
  }

  async #specify(task: TaskRecord, plan: ContainerPlan, signal: AbortSignal): Promise<ContainerSpec> {
    const additions: ContainerAddition[] = [];
    for (const hook of this.#parts.hooks) {
      const addition = await this.#traced(task, `${hook.name}.prepare`, hook.prepare?.(task, plan, signal));
      if (addition !== undefined) additions.push(addition);
    }
    const { sandbox, cgroupParent, limits }: ContainerAddition = Object.assign({}, ...additions);
    return {
      ...(sandbox === undefined ? {} : { sandbox }),
      ...(cgroupParent === undefined ? {} : { cgroupParent }),
      ...(limits === undefined ? {} : { limits }),
      owner: ownerOf(task),
      plan,
      task: task.plan,
      networkMode: task.plan.networkMode,
      environment: Object.assign({}, plan.environment, ...additions.map((addition) => addition.environment)),
      labels: Object.assign({}, plan.labels, ...additions.map((addition) => addition.labels)),
      peers: Object.fromEntries(
        task.containers.flatMap((other) =>
          other.runtimeId === undefined ? [] : [[other.name, other.runtimeId]],
        ),
      ),
    };
  }

  async #traced<Result>(
    task: TaskRecord,
    name: string,
    work: Promise<Result> | undefined,
  ): Promise<Result | undefined> {
    if (work === undefined) return undefined;
    const { clock, onTrace } = this.#parts;
    const begun = clock.now();
    try {
      return await work;
    } finally {
      onTrace({ task: task.id, step: name, ms: clock.now() - begun });
    }
  }
}

function planOf(task: TaskRecord, container: string): ContainerPlan {
  const plan = task.plan.containers.find((candidate) => candidate.name === container);
  if (plan === undefined) throw new Error(`task ${task.id} has no container ${container}`);
  return plan;
}

function runtimeIdOf(task: TaskRecord, container: string): string {
  const runtimeId = task.containers.find((candidate) => candidate.name === container)?.runtimeId;
  if (runtimeId === undefined) throw new Error(`container ${container} of task ${task.id} was never created`);
  return runtimeId;
}

const namesByEffect = {
  pull: 'CannotPullContainerError',
  create: 'CannotCreateContainerError',
  start: 'CannotStartContainerError',
  stop: 'CannotStopContainerError',
} as const;

const verbsByEffect = { pull: 'pulled', create: 'created', start: 'running', stop: 'stopped' } as const;

function failureOf(effect: Effect, error: unknown): Observation {
  if (effect.kind === 'stage') {
    return { kind: 'stage-failed', stage: effect.stage, error: named(error, 'ResourceInitializationError') };
  }
  if (effect.kind === 'cancel') throw error;
  return containerFailure(effect.kind, effect.container, error);
}

type Failed = Observation & { readonly kind: 'failed' };

function containerFailure(effect: Failed['effect'], container: string, error: unknown): Failed {
  if (error instanceof DeadlineError) {
    const message = `Could not transition to ${verbsByEffect[effect]}; timed out after waiting ${spell(error.after)}`;
    return { kind: 'failed', container, effect, error: { name: 'DockerTimeoutError', message } };
  }
  return { kind: 'failed', container, effect, error: named(error, namesByEffect[effect]) };
}

function named(error: unknown, fallback: string): NamedError {
  return { name: error instanceof BackendError ? error.name : fallback, message: messageOf(error) };
}

/** As Go prints a duration: `4m0s`, `2h0m0s`. */
function spell(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const hours = Math.floor(seconds / 3600);
  const minutes = `${Math.floor((seconds % 3600) / 60)}m${seconds % 60}s`;
  return hours === 0 ? minutes : `${hours}h${minutes}`;
}

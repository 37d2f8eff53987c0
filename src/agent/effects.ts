import { backoff } from '../kernel/backoff.ts';
import type { Clock } from '../kernel/clock.ts';
import { withDeadline } from '../kernel/deadline.ts';
import { unreachable } from '../kernel/errors.ts';
import {
  type Backend,
  BackendError,
  type ContainerSnapshot,
  type ContainerSpec,
  type PullProgress,
} from './backends/backend.ts';
import { isOutage } from './backends/outage.ts';
import { ownerOf } from './backends/owner.ts';
import type { Deadlines } from './deadlines.ts';
import { environmentOf } from './environment.ts';
import { containerFailure, failureOf } from './failures.ts';
import { concealed, loginFor } from './hooks/ask.ts';
import type { ContainerAddition, Hook, Provision, TraceEntry } from './hooks/hook.ts';
import type { Images } from './hooks/images.ts';
import type { Effect, Observation } from './machine/observation.ts';
import type { Stage } from './model/status.ts';
import type { ContainerPlan } from './model/task-plan.ts';
import type { ContainerState, TaskRecord } from './model/task-record.ts';

const firstOutageWaitMs = 100;
const longestOutageWaitMs = 2000;

export interface EffectParts {
  readonly backend: Backend;
  readonly images: Images;
  readonly hooks: readonly Hook[];
  readonly clock: Clock;
  readonly deadlines: Deadlines;
  /** Whether there is an engine to wait for when it does not answer. */
  readonly engineWasThere: () => boolean;
  /** Resolves when no task that is about to end holds a host port of this one. */
  readonly portsAreFree: (task: TaskRecord, signal: AbortSignal) => Promise<void>;
  readonly onPull: (task: TaskRecord, container: string, progress: PullProgress) => void;
  readonly onTrace: (entry: TraceEntry) => void;
}

interface Attempt {
  readonly report: (observation: Observation) => void;
  /** The engine may have done it already, without having been heard. */
  readonly again: boolean;
  readonly signal: AbortSignal;
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
    const { clock, hooks, onTrace } = this.#parts;
    const begun = clock.now();
    try {
      const found = await this.#throughOutage(
        (again) => this.#perform(task, effect, { report, again, signal }),
        signal,
      );
      report(await concealed(hooks, task, found, signal));
    } catch (error) {
      report(await concealed(hooks, task, failureOf(effect, error), signal));
    }
    const subject = effect.kind === 'stage' ? {} : { container: effect.container };
    const name = effect.kind === 'stage' ? effect.stage : effect.kind;
    onTrace({ task: task.id, ...subject, step: name, ms: clock.now() - begun });
  }

  /** Makes calls again that an engine which is being restarted has not answered. */
  async #throughOutage<Result>(
    work: (again: boolean) => Promise<Result>,
    signal: AbortSignal,
  ): Promise<Result> {
    const { clock, deadlines, engineWasThere } = this.#parts;
    let since: number | undefined;
    for (let failures = 0; ; failures += 1) {
      try {
        return await work(failures > 0);
      } catch (error) {
        since ??= clock.now();
        const isWorthWaiting = isOutage(error) && engineWasThere() && !signal.aborted;
        if (!isWorthWaiting || clock.now() - since >= deadlines.outage) throw error;
        await clock.sleep(backoff(failures + 1, firstOutageWaitMs, longestOutageWaitMs), signal);
      }
    }
  }

  async #perform(task: TaskRecord, effect: Effect, { report, again, signal }: Attempt): Promise<Observation> {
    switch (effect.kind) {
      case 'stage':
        return {
          kind: 'stage-done',
          stage: effect.stage,
          found: await withDeadline(this.#parts.clock, this.#parts.deadlines.stage, signal, (inner) =>
            this.#stage(task, effect.stage, inner),
          ),
        };
      case 'pull':
        return this.#pull(task, effect.container, report, signal);
      case 'create':
        return this.#create(task, effect.container, signal);
      case 'start':
        return this.#start(task, effect.container, again, signal);
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
    const { images, hooks, clock, deadlines, onPull, portsAreFree } = this.#parts;
    await portsAreFree(task, signal);
    const plan = planOf(task, container);
    const { platform } = task.plan;
    let pulled = false;
    const hear = (progress: PullProgress): void => {
      if (!pulled) report({ kind: 'pulling', container });
      pulled = true;
      onPull(task, container, progress);
    };
    try {
      const login = await loginFor(hooks, task, plan, signal);
      const request = {
        image: plan.image,
        ...(platform === undefined ? {} : { platform }),
        ...(login === undefined ? {} : { login }),
      };
      const fetch = (): ReturnType<Images['ensure']> =>
        withDeadline(clock, deadlines.pull, signal, (inner) => images.ensure(request, hear, inner));
      // Here and not only around it: what a failure says depends on what has been pulled.
      const result = await this.#throughOutage(fetch, signal);
      const digest = result.digest === undefined ? {} : { imageDigest: result.digest };
      return { kind: 'pulled', container, imageId: result.id, ...digest, pulled };
    } catch (error) {
      const failure = containerFailure('pull', container, error);
      return { ...failure, pulled, endsTask: failure.endsTask === true || images.failureEndsTask };
    }
  }

  async #create(task: TaskRecord, container: string, signal: AbortSignal): Promise<Observation> {
    const { backend, clock, deadlines } = this.#parts;
    const runtimeId = await withDeadline(clock, deadlines.create, signal, async (inner) => {
      for (const discarded of stateOf(task, container)?.discarded ?? [])
        await backend.removeContainer(discarded, inner);
      const spec = await this.#specify(task, planOf(task, container), inner);
      return (await backend.createContainer(spec, inner)).runtimeId;
    });
    return { kind: 'created', container, runtimeId };
  }

  async #start(
    task: TaskRecord,
    container: string,
    again: boolean,
    signal: AbortSignal,
  ): Promise<Observation> {
    const { backend, clock, deadlines, hooks } = this.#parts;
    const runtimeId = runtimeIdOf(task, container);
    return withDeadline(clock, deadlines.start, signal, async (inner): Promise<Observation> => {
      const there = again ? await backend.inspectContainer(runtimeId, inner) : undefined;
      if (again && there === undefined) return { kind: 'vanished', container };
      const isDone = there !== undefined && hasBegun(there, stateOf(task, container)?.restartAfter);
      if (isDone) return { kind: 'seen', snapshot: there };
      for (const hook of hooks) await hook.ready?.(task, inner);
      return { kind: 'seen', snapshot: await backend.startContainer(runtimeId, inner) };
    });
  }

  async #stop(
    task: TaskRecord,
    container: string,
    graceSeconds: number,
    signal: AbortSignal,
  ): Promise<Observation> {
    const { backend, clock, deadlines } = this.#parts;
    const runtimeId = runtimeIdOf(task, container);
    const snapshot = await withDeadline(clock, graceSeconds * 1000 + deadlines.stop, signal, (inner) =>
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
    const { sandbox, cgroupParent, limits, logOptions, mounts }: ContainerAddition = Object.assign(
      {},
      ...additions,
    );
    return {
      ...(sandbox === undefined ? {} : { sandbox }),
      ...(cgroupParent === undefined ? {} : { cgroupParent }),
      ...(limits === undefined ? {} : { limits }),
      ...(logOptions === undefined ? {} : { logOptions }),
      ...(mounts === undefined ? {} : { mounts }),
      owner: ownerOf(task),
      plan,
      task: task.plan,
      networkMode: task.plan.networkMode,
      environment: environmentOf(plan.environment, additions),
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

const stateOf = (task: TaskRecord, container: string): ContainerState | undefined =>
  task.containers.find((candidate) => candidate.name === container);

/** Whether the container has been started; with `restartAfter`, the engine's time of an end, since then. */
function hasBegun(snapshot: ContainerSnapshot, restartAfter: number | undefined): boolean {
  if (snapshot.status !== 'exited' || restartAfter === undefined) return snapshot.status !== 'created';
  return (snapshot.finishedAt ?? 0) > restartAfter;
}

function runtimeIdOf(task: TaskRecord, container: string): string {
  const runtimeId = stateOf(task, container)?.runtimeId;
  if (runtimeId === undefined) throw new Error(`container ${container} of task ${task.id} was never created`);
  return runtimeId;
}

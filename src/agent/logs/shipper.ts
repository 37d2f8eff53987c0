import type { ContainerSnapshot } from '../backends/backend.ts';
import type { Observation } from '../machine/observation.ts';
import type { ContainerPlan } from '../model/task-plan.ts';
import type { ContainerState, TaskRecord } from '../model/task-record.ts';
import { Follower, type FollowerParts } from './follower.ts';
import { destinationOf } from './log-sink.ts';

/** Which run of a container is followed, or was last: by its restarts. */
interface Run {
  readonly restarts: number;
  readonly follower: Follower;
  readonly done: Promise<void>;
  hasEnded: boolean;
}

/** For so long, in milliseconds, the end of a container waits for the rest of its output. */
const longestDrain = 30_000;

/**
 * Ships the output of all containers with the `awslogs` driver while they run, and lets the news of an exit
 * wait until the output is in, so that whoever sees a container stopped finds all of its lines.
 */
export class Shipper implements AsyncDisposable {
  readonly #parts: FollowerParts;
  /** By the engine's id of the container. */
  readonly #runs = new Map<string, Run>();
  readonly #leaving = new AbortController();

  constructor(parts: FollowerParts) {
    this.#parts = parts;
  }

  /** A task's record, whenever it changes: what runs in it is followed. */
  changed(task: TaskRecord): void {
    for (const plan of task.plan.containers) {
      if (plan.awslogs === undefined) continue;
      const state = stateOf(task, plan.name);
      if (state?.known === 'RUNNING' && state.restartAfter === undefined) this.#run(task, plan, state);
    }
  }

  /** What an observation must wait for before the task may hear of it; mostly nothing. */
  before(task: TaskRecord | undefined, observation: Observation): Promise<void> | undefined {
    if (task === undefined) return undefined;
    const drains = exitsIn(observation).flatMap((snapshot) => this.#drain(task, snapshot) ?? []);
    return drains.length === 0 ? undefined : all(drains);
  }

  /** Nothing of the task is left on the engine. */
  forget(task: TaskRecord): void {
    for (const { runtimeId } of task.containers) this.#runs.delete(runtimeId ?? '');
    for (const { runtimeId } of this.#parts.shipped.select({ where: { task_arn: task.arn } })) {
      this.#parts.shipped.delete(runtimeId);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#leaving.abort(new Error('the agent is leaving'));
    await Promise.all(Array.from(this.#runs.values(), ({ done }) => done));
  }

  #drain(task: TaskRecord, snapshot: ContainerSnapshot): Promise<void> | undefined {
    const plan = task.plan.containers.find(({ name }) => name === snapshot.container);
    const state = stateOf(task, snapshot.container);
    if (plan?.awslogs === undefined || state === undefined) return undefined;
    // This exit has been heard of.
    if (state.known === 'STOPPED' || state.restartAfter !== undefined) return undefined;
    const run = this.#run(task, plan, { ...state, runtimeId: state.runtimeId ?? snapshot.runtimeId });
    if (run === undefined || run.hasEnded) return undefined;
    run.follower.exited();
    return this.#inTime(task, run.done);
  }

  async #inTime(task: TaskRecord, done: Promise<void>): Promise<void> {
    const { clock, log } = this.#parts;
    const overdue = Promise.withResolvers<void>();
    using _ = clock.schedule(clock.now() + longestDrain, () => {
      log.warn({ task: task.id }, 'the rest of its output is late; the task goes on without it');
      overdue.resolve();
    });
    await Promise.race([done, overdue.promise]);
  }

  #run(task: TaskRecord, plan: ContainerPlan, state: ContainerState): Run | undefined {
    const { runtimeId, restarts } = state;
    if (plan.awslogs === undefined || runtimeId === undefined) return undefined;
    const before = this.#runs.get(runtimeId);
    if (before !== undefined && (!before.hasEnded || before.restarts >= restarts)) return before;
    const destination = destinationOf(task, plan.awslogs, runtimeId);
    const follower = new Follower(this.#parts, {
      runtimeId,
      taskArn: task.arn,
      plan: plan.awslogs,
      destination,
    });
    const done = follower.run(this.#leaving.signal);
    const run: Run = { restarts, follower, done, hasEnded: false };
    this.#runs.set(runtimeId, run);
    void done.finally(() => {
      run.hasEnded = true;
    });
    return run;
  }
}

async function all(works: readonly Promise<void>[]): Promise<void> {
  await Promise.all(works);
}

const stateOf = (task: TaskRecord, container: string): ContainerState | undefined =>
  task.containers.find(({ name }) => name === container);

function exitsIn(observation: Observation): readonly ContainerSnapshot[] {
  const seen =
    observation.kind === 'seen'
      ? [observation.snapshot]
      : observation.kind === 'adopted'
        ? observation.containers
        : [];
  return seen.filter(({ status }) => status === 'exited');
}

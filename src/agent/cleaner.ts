import { backoff } from '../kernel/backoff.ts';
import type { Clock } from '../kernel/clock.ts';
import { withDeadline } from '../kernel/deadline.ts';
import { messageOf } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import type { Table } from '../store/table.ts';
import type { Backend } from './backends/backend.ts';
import type { Deadlines } from './deadlines.ts';
import type { Hook } from './hooks/hook.ts';
import type { ContainerState, TaskRecord } from './model/task-record.ts';

export interface CleanerParts {
  readonly tasks: Table<TaskRecord>;
  readonly backend: Backend;
  readonly hooks: readonly Hook[];
  readonly clock: Clock;
  readonly log: Log;
  readonly deadlines: Pick<Deadlines, 'clean'>;
  /** Milliseconds from STOPPED to the removal of the task's containers. */
  readonly cleanUpAfter: number;
}

/** Between attempts, doubling: what is in use now is often free in a second. */
const firstRetryMs = 1000;
const longestRetryMs = 30_000;

/**
 * Removes what was made for a task on the engine, some time after it has stopped: the agent's
 * ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION. `cleanedAt` in the record says that nothing is left.
 */
export class Cleaner implements Disposable {
  readonly #parts: CleanerParts;
  readonly #appointments = new Map<string, Disposable>();
  readonly #leaving = new AbortController();

  constructor(parts: CleanerParts) {
    this.#parts = parts;
  }

  schedule(task: TaskRecord): void {
    const { clock, cleanUpAfter } = this.#parts;
    this.#at(task.arn, (task.stoppedAt ?? clock.now()) + cleanUpAfter);
  }

  /** Removes everything now. Rejects when something could not be removed. */
  async clean(task: TaskRecord): Promise<void> {
    this.#forget(task.arn);
    const { tasks, clock, deadlines } = this.#parts;
    await withDeadline(clock, deadlines.clean, this.#leaving.signal, (signal) => this.#remove(task, signal));
    const current = tasks.get(task.arn);
    if (current !== undefined) tasks.put({ ...current, cleanedAt: clock.now() });
  }

  [Symbol.dispose](): void {
    for (const appointment of this.#appointments.values()) appointment[Symbol.dispose]();
    this.#appointments.clear();
    this.#leaving.abort(new Error('the agent is leaving'));
  }

  async #remove(task: TaskRecord, signal: AbortSignal): Promise<void> {
    await Promise.all(task.containers.map((state) => this.#removeContainer(task, state, signal)));
    for (const hook of this.#parts.hooks.toReversed()) await hook.clean?.(task, signal);
  }

  /** A call to create it that was given up may have made it all the same: then only its name is known. */
  async #removeContainer(task: TaskRecord, state: ContainerState, signal: AbortSignal): Promise<void> {
    const { backend } = this.#parts;
    const plan = task.plan.containers.find(({ name }) => name === state.name);
    const runtimeId = state.runtimeId ?? (await this.#madeUnseen(task, state, plan?.engineName, signal));
    if (runtimeId !== undefined) await backend.removeContainer(runtimeId, signal);
  }

  async #madeUnseen(
    task: TaskRecord,
    state: ContainerState,
    engineName: string | undefined,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    // Nothing is made before its image is there; an engine that was never there need not be asked.
    if (engineName === undefined || state.imageId === undefined) return undefined;
    const found = await this.#parts.backend.inspectContainer(engineName, signal);
    return found?.taskArn === task.arn ? found.runtimeId : undefined;
  }

  #at(arn: string, time: number, attempt = 1): void {
    const { clock, tasks, log } = this.#parts;
    const work = (): void => {
      const task = tasks.get(arn);
      if (task === undefined) return;
      this.clean(task).catch((error: unknown) => {
        if (this.#leaving.signal.aborted) return;
        log.warn(
          { task: task.id, problem: messageOf(error) },
          'could not clean up after a task; trying again',
        );
        this.#at(arn, clock.now() + backoff(attempt, firstRetryMs, longestRetryMs), attempt + 1);
      });
    };
    this.#forget(arn);
    this.#appointments.set(arn, clock.schedule(time, work));
  }

  #forget(arn: string): void {
    this.#appointments.get(arn)?.[Symbol.dispose]();
    this.#appointments.delete(arn);
  }
}

import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { Store } from '../store/store.ts';
import type { Table } from '../store/table.ts';
import { type ActorParts, TaskActor } from './actor.ts';
import type { ContainerSnapshot } from './backends/backend.ts';
import type { EffectRunner } from './effects.ts';
import type { Observation } from './machine/observation.ts';
import { requestStop } from './machine/request-stop.ts';
import { type TaskRecord, tasksTable } from './model/task-record.ts';

export interface LiveTasksParts {
  readonly store: Store;
  readonly effects: EffectRunner;
  readonly clock: Clock;
  readonly log: Log;
  /** See `ActorParts`. */
  readonly before: NonNullable<ActorParts['before']>;
  readonly onStopped: (task: TaskRecord) => void;
}

/**
 * The tasks that have not stopped yet, each with its actor. It follows the tasks table: what is new there
 * gets an actor, what is to stop is told so.
 */
export class LiveTasks implements Disposable {
  readonly #parts: LiveTasksParts;
  readonly #tasks: Table<TaskRecord>;
  readonly #actors = new Map<string, TaskActor>();
  /**
   * Tasks of an earlier run that wait for the first listing of the engine, each with what has happened to
   * it since: a task that acts before it has been adopted would make a container which the listing, being
   * older, does not have.
   */
  readonly #toAdopt = new Map<string, Observation[]>();
  readonly #waiting = new Set<() => void>();
  #subscription: Disposable | undefined;
  /** Set once nothing may live on; what is new is stopped with this reason. */
  #stopReason: string | undefined;

  constructor(parts: LiveTasksParts) {
    this.#parts = parts;
    this.#tasks = parts.store.table(tasksTable);
  }

  /** Takes up what an earlier run left alive, then follows the table. */
  start(): void {
    for (const task of this.#tasks.select({ where: { cleaned_at: null, last_status: { not: 'STOPPED' } } })) {
      this.#toAdopt.set(task.arn, []);
      this.#actors.set(task.arn, this.#actorFor(task.arn));
    }
    this.#subscription = this.#tasks.onChange(({ row }) => {
      if (row !== undefined) this.#changed(row);
    });
  }

  has(arn: string): boolean {
    return this.#actors.has(arn);
  }

  arns(): readonly string[] {
    return [...this.#actors.keys()];
  }

  records(): readonly TaskRecord[] {
    return this.arns().flatMap((arn) => this.#tasks.get(arn) ?? []);
  }

  /** How many tasks of an earlier run the engine has not been asked about yet. */
  get outOfReach(): number {
    return this.#toAdopt.size;
  }

  /** A task that has not been adopted yet hears of it when it has been. */
  hand(arn: string, observation: Observation): void {
    const waiting = this.#toAdopt.get(arn);
    if (waiting === undefined) this.#actors.get(arn)?.post(observation);
    else waiting.push(observation);
  }

  /** What a listing says of a task: all of its containers, and what follows from comparing. */
  listed(arn: string, containers: readonly ContainerSnapshot[], seen: readonly Observation[]): void {
    const actor = this.#actors.get(arn);
    const since = this.#toAdopt.get(arn);
    this.#toAdopt.delete(arn);
    if (since === undefined) {
      for (const observation of seen) actor?.post(observation);
      return;
    }
    const sandboxEnded = seen.some(({ kind }) => kind === 'sandbox-ended');
    actor?.post({ kind: 'adopted', containers, sandboxEnded });
    for (const observation of since) actor?.post(observation);
  }

  requestStop(arn: string, reason: string): void {
    const { store, clock } = this.#parts;
    store.transaction(() => {
      const task = this.#tasks.get(arn);
      if (task === undefined || task.desiredStatus === 'STOPPED') return;
      const stopping = requestStop(task, { code: 'UserInitiated', reason }, clock.now());
      this.#tasks.put({ ...stopping, version: task.version + 1 });
    });
  }

  /** Resolves when every task within reach has stopped; `onProgress` hears how many have not. */
  async stopAll(reason: string, onProgress: (tasks: number) => void): Promise<void> {
    this.#stopReason = reason;
    for (const arn of this.#actors.keys()) this.requestStop(arn, reason);
    for (let alive = this.#withinReach(); alive > 0; alive = this.#withinReach()) {
      onProgress(alive);
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  /** Resolves when none of the tasks that `isMeant` means is alive, or rejects when `signal` is aborted. */
  async untilStopped(isMeant: (task: TaskRecord) => boolean, signal: AbortSignal): Promise<void> {
    while (this.records().some(isMeant)) {
      signal.throwIfAborted();
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#waiting.add(resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
      await promise;
    }
  }

  [Symbol.dispose](): void {
    this.#subscription?.[Symbol.dispose]();
    for (const actor of this.#actors.values()) actor[Symbol.dispose]();
    this.#actors.clear();
  }

  #withinReach(): number {
    return this.#actors.size - this.#toAdopt.size;
  }

  #changed(task: TaskRecord): void {
    const alive = task.lastStatus !== 'STOPPED';
    const actor = this.#actors.get(task.arn);
    if (actor === undefined) {
      if (alive) this.#take(task);
    } else if (alive && task.desiredStatus === 'STOPPED' && !this.#toAdopt.has(task.arn)) {
      actor.stopWanted();
    }
  }

  /** A task that has just been accepted: there is nothing of it on the engine yet. */
  #take(task: TaskRecord): void {
    const actor = this.#actorFor(task.arn);
    this.#actors.set(task.arn, actor);
    for (const notice of task.plan.notices) this.#parts.log.info({ task: task.id }, notice);
    if (this.#stopReason !== undefined) this.requestStop(task.arn, this.#stopReason);
    actor.post({ kind: 'adopted', containers: [] });
  }

  #actorFor(arn: string): TaskActor {
    const { effects, clock, log, before } = this.#parts;
    return new TaskActor(arn, {
      tasks: this.#tasks,
      effects,
      clock,
      log,
      before,
      onStopped: (task) => this.#stopped(task),
    });
  }

  #stopped(task: TaskRecord): void {
    this.#actors.get(task.arn)?.[Symbol.dispose]();
    this.#actors.delete(task.arn);
    this.#parts.onStopped(task);
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of waiting) wake();
  }
}

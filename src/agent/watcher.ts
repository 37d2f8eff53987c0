import { Channel } from '../kernel/channel.ts';
import type { Clock } from '../kernel/clock.ts';
import { messageOf } from '../kernel/errors.ts';
import type { Table } from '../store/table.ts';
import { routerOf } from './firelens/router-of.ts';
import type { TaskPlan } from './model/task-plan.ts';
import type { Backend, PullProgress } from './backends/backend.ts';
import { visibleStatus } from './machine/step.ts';
import type { ContainerState, TaskRecord } from './model/task-record.ts';
import type { TaskEvent } from './watch.ts';

export interface WatcherParts {
  readonly tasks: Table<TaskRecord>;
  readonly backend: Backend;
  readonly clock: Clock;
}

/** How many events wait for a slow reader before the containers' output is no longer read. */
const capacity = 1000;

/** The output of one container; `last` resolves with the time of the last line given so far. */
interface Feed {
  readonly restarts: number;
  readonly last: Promise<string | undefined>;
}

/** Follows tasks for those who look on: status changes, pulls, and what the containers write. */
export class Watcher {
  readonly #parts: WatcherParts;
  readonly #listeners = new Map<string, Set<(event: TaskEvent) => void>>();
  /** What was noticed of tasks that are alive, for those who look on later. */
  readonly #notices = new Map<string, Set<string>>();

  constructor(parts: WatcherParts) {
    this.#parts = parts;
  }

  pullProgressed(task: TaskRecord, container: string, progress: PullProgress): void {
    const event: TaskEvent = { kind: 'pull', at: this.#parts.clock.now(), container, ...progress };
    this.#tell(task, event);
  }

  /** Says whether it is new; the same is told once. */
  noticed(task: TaskRecord, text: string): boolean {
    const known = this.#notices.get(task.arn) ?? new Set();
    if (known.has(text)) return false;
    this.#notices.set(task.arn, known.add(text));
    this.#tell(task, { kind: 'notice', at: this.#parts.clock.now(), text });
    return true;
  }

  /** The task has ended. */
  forget(task: TaskRecord): void {
    this.#notices.delete(task.arn);
  }

  #tell(task: TaskRecord, event: TaskEvent): void {
    for (const listener of this.#listeners.get(task.arn) ?? []) listener(event);
  }

  /** From the task's present state to its end; `undefined` when there is no such task. */
  watch(arn: string, outer: AbortSignal): AsyncIterable<TaskEvent> | undefined {
    return this.#parts.tasks.get(arn) === undefined ? undefined : this.#follow(arn, outer);
  }

  async *#follow(arn: string, outer: AbortSignal): AsyncGenerator<TaskEvent> {
    const { tasks, clock } = this.#parts;
    const left = new AbortController();
    const signal = AbortSignal.any([outer, left.signal]);
    const events = new Channel<TaskEvent>(capacity);
    const feeds = new Map<string, Feed>();
    const listener = (event: TaskEvent): void => void events.post(event);
    const listeners = this.#listeners.get(arn) ?? new Set();
    this.#listeners.set(arn, listeners.add(listener));

    let version = 0;
    let health = '';
    let finishing = false;
    const look = (task: TaskRecord): void => {
      // A change of health alone makes no new version.
      const newHealth = task.containers.map((state) => state.health ?? '').join(' ');
      const isNew = task.version > version || (task.version === version && newHealth !== health);
      if (isNew) events.post(snapshotOf(task, clock.now()));
      version = Math.max(version, task.version);
      health = newHealth;
      for (const state of task.containers) {
        const { runtimeId } = state;
        if (runtimeId !== undefined && state.startedAt !== undefined) feed(runtimeId, state);
      }
      if (task.lastStatus === 'STOPPED' && !finishing) void finish();
    };
    // A container's output ends with its process; a restart by its policy goes on in the same log.
    const feed = (runtimeId: string, { name, restarts }: ContainerState): void => {
      const known = feeds.get(name);
      if (known !== undefined && known.restarts >= restarts) return;
      const before = known?.last ?? Promise.resolve(undefined);
      const plan = tasks.get(arn)?.plan;
      const last = before.then((after) =>
        this.#pump({ runtimeId, container: name, after, plan }, events, signal),
      );
      feeds.set(name, { restarts, last });
    };
    const finish = async (): Promise<void> => {
      finishing = true;
      await Promise.all(Array.from(feeds.values(), ({ last }) => last));
      events.post({ kind: 'end', at: clock.now() });
      events.close();
    };
    const abandon = (): void => events.close();
    signal.addEventListener('abort', abandon, { once: true });
    const subscription = tasks.onChange(({ row }) => {
      if (row?.arn === arn) look(row);
    });
    try {
      const task = tasks.get(arn);
      if (task !== undefined) {
        const noticed = this.#notices.get(arn) ?? [];
        for (const text of [...task.plan.notices, ...noticed])
          events.post({ kind: 'notice', at: clock.now(), text });
        look(task);
      }
      yield* events;
    } finally {
      subscription[Symbol.dispose]();
      signal.removeEventListener('abort', abandon);
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(arn);
      left.abort();
    }
  }

  /** Resolves with the time of the last line that was given. */
  async #pump(
    from: {
      readonly runtimeId: string;
      readonly container: string;
      readonly after: string | undefined;
      readonly plan: TaskPlan | undefined;
    },
    events: Channel<TaskEvent>,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { backend, clock } = this.#parts;
    const { runtimeId, container, after, plan } = from;
    let last = after;
    try {
      for await (const line of backend.logs(runtimeId, { follow: true, after }, signal)) {
        last = line.time;
        const open = await events.send({ kind: 'log', ...line, container });
        if (!open) return last;
      }
    } catch (error) {
      if (signal.aborted) return last;
      const router = plan === undefined ? undefined : routerOf(plan, container);
      const whither = router === undefined ? '' : ` goes to ${router} and`;
      const text = `its output${whither} cannot be followed: ${messageOf(error)}`;
      events.post({ kind: 'notice', at: clock.now(), container, text });
    }
    return last;
  }
}

function snapshotOf(task: TaskRecord, at: number): TaskEvent {
  return {
    kind: 'task',
    at,
    lastStatus: task.lastStatus,
    desiredStatus: task.desiredStatus,
    version: task.version,
    ...(task.stopCode === undefined ? {} : { stopCode: task.stopCode }),
    ...(task.stoppedReason === undefined ? {} : { stoppedReason: task.stoppedReason }),
    containers: task.containers.map((state) => watched(task, state)),
  };
}

function watched(
  task: TaskRecord,
  state: ContainerState,
): (TaskEvent & { kind: 'task' })['containers'][number] {
  return {
    name: state.name,
    essential: task.plan.containers.find((plan) => plan.name === state.name)?.essential ?? true,
    lastStatus: visibleStatus(state.known),
    networkBindings: state.networkBindings,
    ...(state.health === undefined ? {} : { healthStatus: state.health }),
    ...(state.exitCode === undefined ? {} : { exitCode: state.exitCode }),
    ...(state.reason === undefined ? {} : { reason: state.reason }),
  };
}

import type { Clock } from '../kernel/clock.ts';
import { withDeadline } from '../kernel/deadline.ts';
import { messageOf } from '../kernel/errors.ts';
import type { Ids } from '../kernel/ids.ts';
import type { Log } from '../kernel/log.ts';
import type { Store } from '../store/store.ts';
import type { Table } from '../store/table.ts';
import { TaskActor } from './actor.ts';
import type { Backend, BackendEvent, EngineStatus } from './backends/backend.ts';
import { Cleaner } from './cleaner.ts';
import { agentDeadlines, type Deadlines, EffectRunner } from './effects.ts';
import type { Hook, TraceEntry } from './hooks/hook.ts';
import { Images, type PulledImages } from './hooks/images.ts';
import type { PullBehavior } from './hooks/images-behavior.ts';
import { networkHook } from './hooks/network.ts';
import { taskLimitsHook } from './hooks/task-limits.ts';
import { volumesHook } from './hooks/volumes.ts';
import type { Observation } from './machine/observation.ts';
import { requestStop } from './machine/settle.ts';
import { type TaskRecord, tasksTable } from './model/task-record.ts';
import { hostRanges } from './network/host-ranges.ts';
import { Sandboxes } from './network/sandboxes.ts';
import { VpcNetwork } from './network/vpc-network.ts';
import { reconcile } from './reconcile.ts';
import type { TaskEvent } from './watch.ts';
import { Watcher } from './watcher.ts';

export interface AgentOptions {
  readonly store: Store;
  readonly backend: Backend;
  readonly clock: Clock;
  readonly log: Log;
  /** Milliseconds from STOPPED to the removal of a task's containers. */
  readonly cleanUpAfter: number;
  readonly ids: Ids;
  /** The installation's id: its network on the engine is named after it. */
  readonly installation: string;
  /** Publish the ports of awsvpc tasks on the host. */
  readonly publishPorts: boolean;
  /** At most this many sandboxes stand ready per subnet; 0 for none. */
  readonly warmSandboxes: number;
  readonly pullBehavior: PullBehavior;
  /** How long the engine may take; the reference agent's where absent. */
  readonly deadlines?: Deadlines;
}

/** Hints can get lost in ways nobody has thought of; this often everything is looked at. */
const relistEvery = 60_000;
/** After a listing that failed: tasks of before wait for it. */
const relistAgainAfter = 2000;

/**
 * The data plane: all that an ECS agent does on a host. It follows the tasks table, gives each task
 * that is alive an actor, and the actors what the engine tells. Events are hints, relist is truth.
 */
export class Agent implements AsyncDisposable {
  readonly #options: AgentOptions;
  readonly #tasks: Table<TaskRecord>;
  readonly #actors = new Map<string, TaskActor>();
  /**
   * Tasks of an earlier run that wait for the first listing of the engine, each with what has happened to
   * it since: a task that acts before it has been adopted would make a container which the listing, being
   * older, does not have.
   */
  readonly #toAdopt = new Map<string, Observation[]>();
  readonly #effects: EffectRunner;
  readonly #watcher: Watcher;
  readonly #cleaner: Cleaner;
  readonly #sandboxes: Sandboxes;
  readonly #leaving = new AbortController();
  readonly #idle = new Set<() => void>();
  #following: Promise<void> = Promise.resolve();
  #subscription: Disposable | undefined;
  #relistTimer: Disposable | undefined;
  #draining = false;
  /** Whether the engine has answered since the start. */
  #wasReached = false;

  constructor(options: AgentOptions) {
    const { store, backend, clock, log, cleanUpAfter, deadlines = agentDeadlines } = options;
    this.#sandboxes = makeSandboxes(options);
    const hooks: readonly Hook[] = [
      // Before the network: where a volume cannot be made, no sandbox is taken for nothing.
      volumesHook(backend),
      networkHook(this.#sandboxes, options),
      taskLimitsHook(backend, (task, notice) => this.#tell(task, notice)),
    ];
    this.#options = options;
    this.#tasks = store.table(tasksTable);
    this.#watcher = new Watcher({ tasks: this.#tasks, backend, clock });
    this.#cleaner = new Cleaner({ tasks: this.#tasks, backend, hooks, clock, log, cleanUpAfter, deadlines });
    this.#effects = new EffectRunner({
      backend,
      images: new Images({ backend, behavior: options.pullBehavior, pulled: pulledImages(store) }),
      hooks,
      clock,
      deadlines,
      engineWasThere: () => this.#wasReached,
      onPull: (task, container, progress) => this.#watcher.pullProgressed(task, container, progress),
      onTrace: (entry: TraceEntry) => log.debug(entry, 'trace'),
    });
  }

  /** Takes up what an earlier run left, then follows what is wanted and what the engine tells. */
  start(): void {
    for (const task of this.#tasks.select({ where: { cleaned_at: null } })) {
      if (task.lastStatus === 'STOPPED') this.#cleaner.schedule(task);
      else {
        this.#toAdopt.set(task.arn, []);
        this.#actors.set(task.arn, this.#actorFor(task.arn));
      }
    }
    this.#subscription = this.#tasks.onChange(({ row }) => {
      if (row !== undefined) this.#changed(row);
    });
    this.#following = this.#follow();
  }

  status(signal?: AbortSignal): Promise<EngineStatus> {
    return this.#options.backend.status(signal);
  }

  watch(taskArn: string, signal: AbortSignal): AsyncIterable<TaskEvent> | undefined {
    return this.#watcher.watch(taskArn, signal);
  }

  /** Kills what still runs of the task; says whether the task is alive. */
  kill(taskArn: string): boolean {
    if (!this.#actors.has(taskArn)) return false;
    this.#requestStop(taskArn, 'Task killed by user');
    this.#hand(taskArn, { kind: 'kill-requested' });
    return true;
  }

  killAll(): void {
    for (const arn of this.#actors.keys()) this.kill(arn);
  }

  /**
   * Stops every task as StopTask would and removes all that was made on the engine. `onProgress` hears
   * how many tasks are still stopping. Rejects when something had to be left behind, and says what.
   */
  async drain(onProgress: (tasks: number) => void): Promise<void> {
    this.#draining = true;
    for (const arn of this.#actors.keys()) this.#requestStop(arn, 'Longshore is shutting down');
    for (let alive = this.#reachable(); alive > 0; alive = this.#reachable()) {
      onProgress(alive);
      await new Promise<void>((resolve) => this.#idle.add(resolve));
      this.#idle.clear();
    }
    const left = this.#tasks.select({ where: { cleaned_at: null } });
    const results = await Promise.allSettled(left.map((task) => this.#cleaner.clean(task)));
    const { signal } = this.#leaving;
    if (this.#toAdopt.size === 0 && (await this.#mayHaveMadeThings(signal))) {
      results.push(...(await Promise.allSettled([this.#removeRest(signal), this.#sandboxes.drain(signal)])));
    }
    const problems = results.flatMap((result) =>
      result.status === 'rejected' ? [messageOf(result.reason)] : [],
    );
    if (problems.length > 0) throw new Error(`not everything could be removed: ${problems.join('; ')}`);
  }

  /** What a call that was given up has made all the same, nobody has a record of. */
  async #removeRest(signal: AbortSignal): Promise<void> {
    const { backend } = this.#options;
    const rest = await backend.listContainers(signal);
    await Promise.all(rest.map(({ runtimeId }) => backend.removeContainer(runtimeId, signal)));
  }

  /** An engine that has never answered has nothing of this run, and cannot be asked to remove it. */
  async #mayHaveMadeThings(signal: AbortSignal): Promise<boolean> {
    return this.#wasReached || (await this.status(signal)).reachable;
  }

  /** Tasks that are alive, without those of an earlier run that the engine has not been asked about yet. */
  #reachable(): number {
    return this.#actors.size - this.#toAdopt.size;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#subscription?.[Symbol.dispose]();
    this.#relistTimer?.[Symbol.dispose]();
    this.#leaving.abort(new Error('the agent is leaving'));
    for (const actor of this.#actors.values()) actor[Symbol.dispose]();
    this.#actors.clear();
    this.#cleaner[Symbol.dispose]();
    this.#sandboxes[Symbol.dispose]();
    await this.#following;
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
    for (const notice of task.plan.notices) this.#options.log.info({ task: task.id }, notice);
    if (this.#draining) this.#requestStop(task.arn, 'Longshore is shutting down');
    actor.post({ kind: 'adopted', containers: [] });
  }

  #actorFor(arn: string): TaskActor {
    const { clock, log } = this.#options;
    return new TaskActor(arn, {
      tasks: this.#tasks,
      effects: this.#effects,
      clock,
      log,
      onStopped: (task) => this.#stopped(task),
    });
  }

  #stopped(task: TaskRecord): void {
    this.#actors.get(task.arn)?.[Symbol.dispose]();
    this.#actors.delete(task.arn);
    this.#watcher.forget(task);
    this.#cleaner.schedule(task);
    for (const wake of this.#idle) wake();
  }

  /** Something that a person should know of how a task runs on this machine. */
  #tell(task: TaskRecord, notice: string): void {
    if (this.#watcher.noticed(task, notice)) this.#options.log.info({ task: task.id }, notice);
  }

  #requestStop(arn: string, reason: string): void {
    const { store, clock } = this.#options;
    store.transaction(() => {
      const task = this.#tasks.get(arn);
      if (task === undefined || task.desiredStatus === 'STOPPED') return;
      const stopping = requestStop(task, { code: 'UserInitiated', reason }, clock.now());
      this.#tasks.put({ ...stopping, version: task.version + 1 });
    });
  }

  async #follow(): Promise<void> {
    const { backend, log } = this.#options;
    try {
      for await (const event of backend.events(this.#leaving.signal)) this.#hear(event);
    } catch (error) {
      if (!this.#leaving.signal.aborted) log.error({ err: error }, 'the engine is no longer followed');
    }
  }

  #hear(event: BackendEvent): void {
    const { log } = this.#options;
    switch (event.kind) {
      case 'connected':
        this.#wasReached = true;
        this.#relistSoon(0);
        return;
      case 'disconnected':
        log.warn({ problem: event.problem }, 'lost the engine; tasks are looked after again when it is back');
        return;
      case 'changed':
        if (event.snapshot.status === 'exited') this.#sandboxEnded(event.snapshot.runtimeId);
        this.#hand(event.snapshot.taskArn, { kind: 'seen', snapshot: event.snapshot });
        return;
      case 'removed':
        this.#sandboxEnded(event.runtimeId);
        this.#hand(event.taskArn, { kind: 'vanished', container: event.container });
    }
  }

  /** Does nothing when it was no sandbox, or one that its task has given back. */
  #sandboxEnded(runtimeId: string): void {
    const taskArn = this.#sandboxes.ended(runtimeId);
    if (taskArn !== undefined) this.#hand(taskArn, { kind: 'sandbox-ended', runtimeId });
  }

  /** A task that has not been adopted yet hears of it when it has been. */
  #hand(arn: string, observation: Observation): void {
    const waiting = this.#toAdopt.get(arn);
    if (waiting === undefined) this.#actors.get(arn)?.post(observation);
    else waiting.push(observation);
  }

  #relistSoon(delay: number): void {
    const { clock, log } = this.#options;
    this.#relistTimer?.[Symbol.dispose]();
    this.#relistTimer = clock.schedule(clock.now() + delay, () => {
      const again = (next: number): void => {
        if (!this.#leaving.signal.aborted) this.#relistSoon(next);
      };
      this.#relist().then(
        () => again(relistEvery),
        (error: unknown) => {
          log.warn({ problem: messageOf(error) }, 'the engine could not be listed; trying again');
          again(relistAgainAfter);
        },
      );
    });
  }

  /** Nothing is concluded from a listing that failed. */
  async #relist(): Promise<void> {
    const { clock, deadlines = agentDeadlines } = this.#options;
    const { signal } = this.#leaving;
    await withDeadline(clock, deadlines.list, signal, (inner) => this.#compare(inner));
  }

  async #compare(signal: AbortSignal): Promise<void> {
    const { backend } = this.#options;
    const before = [...this.#actors.keys()].flatMap((arn) => this.#tasks.get(arn) ?? []);
    const [listed, sandboxes] = await Promise.all([
      backend.listContainers(signal),
      backend.listSandboxes(signal),
    ]);
    const { observations, orphans } = reconcile(before, listed, sandboxes, (arn) => this.#isClaimed(arn));
    for (const [arn, seen] of observations) {
      const actor = this.#actors.get(arn);
      const since = this.#toAdopt.get(arn);
      this.#toAdopt.delete(arn);
      if (since === undefined) {
        for (const observation of seen) actor?.post(observation);
      } else {
        const containers = listed.filter((snapshot) => snapshot.taskArn === arn);
        const sandboxEnded = seen.some(({ kind }) => kind === 'sandbox-ended');
        actor?.post({ kind: 'adopted', containers, sandboxEnded });
        for (const observation of since) actor?.post(observation);
      }
    }
    await Promise.all(orphans.map(({ runtimeId }) => backend.removeContainer(runtimeId, signal)));
    await this.#removeUnclaimedVolumes(signal);
    const unclean = this.#tasks.select({ where: { cleaned_at: null } });
    const claims = new Map(unclean.map((task) => [task.sandboxId, task.arn]));
    await this.#sandboxes.adopt(sandboxes, (runtimeId) => claims.get(runtimeId), signal);
  }

  async #removeUnclaimedVolumes(signal: AbortSignal): Promise<void> {
    const { backend } = this.#options;
    const volumes = await backend.listVolumes(signal);
    const unclaimed = volumes.filter((volume) => !this.#isClaimed(volume.taskArn));
    await Promise.all(unclaimed.map((volume) => backend.removeVolume(volume.engineName, signal)));
  }

  /** What belongs to a task that is alive, or has stopped and is not cleaned up after yet. */
  #isClaimed(taskArn: string): boolean {
    const task = this.#tasks.get(taskArn);
    return task !== undefined && task.cleanedAt === undefined;
  }
}

function makeSandboxes({
  backend,
  store,
  clock,
  ids,
  log,
  installation,
  warmSandboxes,
}: AgentOptions): Sandboxes {
  const network = new VpcNetwork({
    backend,
    name: `longshore-${installation}`,
    usedRanges: hostRanges,
    remembered: store.getMeta('vpc-range'),
    remember: (range) => store.setMeta('vpc-range', range),
  });
  return new Sandboxes({ backend, network, clock, ids, log, mostWarm: warmSandboxes });
}

function pulledImages(store: Store): PulledImages {
  const nameOf = (key: string): string => `pulled ${key}`;
  return {
    has: (key) => store.getMeta(nameOf(key)) !== undefined,
    add: (key) => store.setMeta(nameOf(key), ''),
  };
}

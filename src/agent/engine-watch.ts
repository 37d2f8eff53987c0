import type { Clock } from '../kernel/clock.ts';
import { withDeadline } from '../kernel/deadline.ts';
import { messageOf } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import type { Table } from '../store/table.ts';
import type { Backend, BackendEvent } from './backends/backend.ts';
import type { LiveTasks } from './live-tasks.ts';
import type { TaskRecord } from './model/task-record.ts';
import type { Sandboxes } from './network/sandboxes.ts';
import { reconcile } from './reconcile.ts';

export interface EngineWatchParts {
  readonly backend: Backend;
  readonly live: LiveTasks;
  readonly tasks: Table<TaskRecord>;
  readonly sandboxes: Sandboxes;
  readonly clock: Clock;
  readonly log: Log;
  /** Milliseconds that a listing may take. */
  readonly listDeadline: number;
  /** The engine answers, for the first time or again. */
  readonly onConnected: () => void;
}

/** Hints can get lost in ways nobody has thought of; this often everything is looked at. */
const relistEvery = 60_000;
const relistAgainAfter = 2000;

/**
 * Tells the live tasks what happens on the engine. Events are hints, relist is truth: everything is listed
 * on each connect, and on a slow tick; what nothing claims is removed then.
 */
export class EngineWatch implements AsyncDisposable {
  readonly #parts: EngineWatchParts;
  readonly #leaving = new AbortController();
  #following: Promise<void> = Promise.resolve();
  #relistTimer: Disposable | undefined;
  #wasReached = false;

  constructor(parts: EngineWatchParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#following = this.#follow();
  }

  /** Whether the engine has answered since the start. */
  get wasReached(): boolean {
    return this.#wasReached;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#relistTimer?.[Symbol.dispose]();
    this.#leaving.abort(new Error('the agent is leaving'));
    await this.#following;
  }

  async #follow(): Promise<void> {
    const { backend, log } = this.#parts;
    try {
      for await (const event of backend.events(this.#leaving.signal)) this.#hear(event);
    } catch (error) {
      if (!this.#leaving.signal.aborted) log.error({ err: error }, 'the engine is no longer followed');
    }
  }

  #hear(event: BackendEvent): void {
    const { live, log } = this.#parts;
    switch (event.kind) {
      case 'connected':
        this.#wasReached = true;
        this.#parts.onConnected();
        this.#relistSoon(0);
        return;
      case 'disconnected':
        log.warn({ problem: event.problem }, 'lost the engine; tasks are looked after again when it is back');
        return;
      case 'changed':
        if (event.snapshot.status === 'exited') this.#sandboxEnded(event.snapshot.runtimeId);
        live.hand(event.snapshot.taskArn, { kind: 'seen', snapshot: event.snapshot });
        return;
      case 'removed':
        this.#sandboxEnded(event.runtimeId);
        live.hand(event.taskArn, {
          kind: 'vanished',
          container: event.container,
          runtimeId: event.runtimeId,
        });
    }
  }

  /** Does nothing when it was no sandbox, or one that its task has given back. */
  #sandboxEnded(runtimeId: string): void {
    const { live, sandboxes } = this.#parts;
    const taskArn = sandboxes.ended(runtimeId);
    if (taskArn !== undefined) live.hand(taskArn, { kind: 'sandbox-ended', runtimeId });
  }

  #relistSoon(delay: number): void {
    const { clock, log } = this.#parts;
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
    const { clock, listDeadline } = this.#parts;
    await withDeadline(clock, listDeadline, this.#leaving.signal, (signal) => this.#compare(signal));
  }

  async #compare(signal: AbortSignal): Promise<void> {
    const { backend, live, tasks, sandboxes } = this.#parts;
    const before = live.records();
    const [listed, paused] = await Promise.all([
      backend.listContainers(signal),
      backend.listSandboxes(signal),
    ]);
    const { observations, orphans } = reconcile(before, listed, paused, (arn) => this.#isClaimed(arn));
    for (const [arn, seen] of observations) {
      const own = listed.filter((snapshot) => snapshot.taskArn === arn);
      live.listed(arn, own, seen);
    }
    await Promise.all(orphans.map(({ runtimeId }) => backend.removeContainer(runtimeId, signal)));
    await this.#removeUnclaimedVolumes(signal);
    const unclean = tasks.select({ where: { cleaned_at: null } });
    const claims = new Map(unclean.map((task) => [task.sandboxId, task.arn]));
    await sandboxes.adopt(paused, (runtimeId) => claims.get(runtimeId), signal);
  }

  async #removeUnclaimedVolumes(signal: AbortSignal): Promise<void> {
    const { backend } = this.#parts;
    const volumes = await backend.listVolumes(signal);
    const unclaimed = volumes.filter((volume) => !this.#isClaimed(volume.taskArn));
    await Promise.all(unclaimed.map((volume) => backend.removeVolume(volume.engineName, signal)));
  }

  /** What belongs to a task that is alive, or has stopped and is not cleaned up after yet. */
  #isClaimed(taskArn: string): boolean {
    const task = this.#parts.tasks.get(taskArn);
    return task !== undefined && task.cleanedAt === undefined;
  }
}

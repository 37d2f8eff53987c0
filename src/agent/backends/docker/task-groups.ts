import type { EngineClient } from '../../../docker/client.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { messageOf } from '../../../kernel/errors.ts';
import {
  type EngineMachine,
  findCgroups,
  type FoundCgroups,
  ownMachine,
} from '../../cgroups/find-cgroups.ts';
import type { TaskLimits } from '../../cgroups/task-cgroups.ts';
import { BackendError, type TaskBinding } from '../backend.ts';

interface Found {
  readonly cgroups: FoundCgroups;
  readonly cpus: number;
}

/** The kernel takes a group for busy for a moment after its last process has gone. */
const patienceMs = 2000;
const retryMs = 50;

/** Control groups of tasks, on the engine's machine if that is ours. Looked into when first needed. */
export class TaskGroups {
  readonly #engine: EngineClient;
  readonly #clock: Clock;
  readonly #installation: string;
  #found: Promise<Found> | undefined;

  constructor(engine: EngineClient, clock: Clock, installation: string) {
    this.#engine = engine;
    this.#clock = clock;
    this.#installation = installation;
  }

  async bind(taskId: string, limits: TaskLimits, signal: AbortSignal): Promise<TaskBinding> {
    const { cgroups, cpus } = await this.#find(signal);
    if ('unreachable' in cgroups) return { kind: 'unbound', why: cgroups.unreachable, cpus };
    try {
      return { kind: 'bound', parent: await cgroups.make(taskId, limits) };
    } catch (error) {
      throw new BackendError(
        'ResourceInitializationError',
        `the control group of task ${taskId} cannot be set up: ${messageOf(error)}`,
        { cause: error },
      );
    }
  }

  async unbind(taskId: string, signal: AbortSignal): Promise<void> {
    const { cgroups } = await this.#find(signal);
    if ('unreachable' in cgroups) return;
    const end = this.#clock.now() + patienceMs;
    while ((await cgroups.remove(taskId)) === 'busy') {
      if (this.#clock.now() >= end) throw new Error(`the control group of task ${taskId} is still in use`);
      await this.#clock.sleep(retryMs, signal);
    }
  }

  async unbindAll(signal: AbortSignal): Promise<void> {
    const { cgroups } = await this.#find(signal);
    if ('unreachable' in cgroups) return;
    for (const taskId of await cgroups.list()) await this.unbind(taskId, signal);
    await cgroups.leave();
  }

  /** Leaves what still holds tasks' groups alone. */
  async [Symbol.asyncDispose](): Promise<void> {
    const found = await this.#found?.catch(() => undefined);
    if (found !== undefined && !('unreachable' in found.cgroups)) await found.cgroups.leave();
  }

  /** Shared by all who wait for it, so no single one's signal may end it; a failure is not kept. */
  #find(signal: AbortSignal): Promise<Found> {
    signal.throwIfAborted();
    const finding = (this.#found ??= this.#look(AbortSignal.timeout(60_000)));
    finding.catch(() => {
      if (this.#found === finding) this.#found = undefined;
    });
    return finding;
  }

  async #look(signal: AbortSignal): Promise<Found> {
    const info = await this.#engine.system.engineInfo({ signal });
    const machine: EngineMachine = {
      ...info,
      isLocalSocket: this.#engine.endpoint.kind === 'unix',
      running: await this.#runningContainer(signal),
    };
    return { cgroups: await findCgroups(machine, ownMachine(), this.#installation), cpus: info.ncpu };
  }

  async #runningContainer(signal: AbortSignal): Promise<EngineMachine['running']> {
    for (const { Id } of await this.#engine.containers.list({ signal })) {
      const seen = await this.#engine.containers.inspect(Id, { signal }).catch(() => undefined);
      // One that ended meanwhile says nothing.
      if (seen !== undefined && seen.State.Pid > 0) return { runtimeId: Id, pid: seen.State.Pid };
    }
    return undefined;
  }
}

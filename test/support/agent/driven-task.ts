import type { ContainerSnapshot } from '../../../src/agent/backends/backend.ts';
import type { Effect, Observation } from '../../../src/agent/machine/observation.ts';
import { requestStop } from '../../../src/agent/machine/request-stop.ts';
import { step } from '../../../src/agent/machine/step.ts';
import type { Stage, StopCode } from '../../../src/agent/model/status.ts';
import type { ContainerPlan } from '../../../src/agent/model/task-plan.ts';
import type { ContainerState, TaskRecord } from '../../../src/agent/model/task-record.ts';
import { taskRecord } from './tasks.ts';

/**
 * A task in the hands of a test that plays the engine: each method is one thing that the engine or a
 * person does, and answers with the effects that the machine then asks for, in words: `pull app`,
 * `stop app 30` (seconds of grace), `stage provision`. Time stands still unless a test moves it.
 */
export class DrivenTask {
  task: TaskRecord;
  /** Milliseconds. */
  now = 1000;
  wakeAt: number | undefined;

  constructor(containers: readonly ContainerPlan[], given: Parameters<typeof taskRecord>[1] = {}) {
    this.task = taskRecord(containers, given);
  }

  observe(observation: Observation): string[] {
    const after = step(this.task, observation, this.now);
    this.task = after.task;
    this.wakeAt = after.wakeAt;
    return after.effects.map(inWords);
  }

  state(container: string): ContainerState {
    const found = this.task.containers.find((state) => state.name === container);
    if (found === undefined) throw new Error(`no container ${container}`);
    return found;
  }

  /** Longshore has (re)started and found these containers on the engine. */
  adopt(...found: readonly ContainerSnapshot[]): string[] {
    return this.observe({ kind: 'adopted', containers: found });
  }

  pulled(container: string): string[] {
    return this.observe({ kind: 'pulled', container, imageId: 'sha256:1', pulled: true });
  }

  created(container: string): string[] {
    return this.observe({ kind: 'created', container, runtimeId: `id-${container}` });
  }

  running(container: string, given: Partial<ContainerSnapshot> = {}): string[] {
    return this.#seen({ container, status: 'running', startedAt: this.now, ...given });
  }

  exited(container: string, exitCode: number, given: Partial<ContainerSnapshot> = {}): string[] {
    const startedAt = this.state(container).restartedAt ?? this.state(container).startedAt ?? this.now;
    return this.#seen({ container, status: 'exited', exitCode, startedAt, finishedAt: this.now, ...given });
  }

  failed(container: string, effect: 'pull' | 'create' | 'start' | 'stop', message = 'no'): string[] {
    const error = { name: failures[effect], message };
    return this.observe({ kind: 'failed', container, effect, error });
  }

  stageDone(stage: Stage): string[] {
    return this.observe({ kind: 'stage-done', stage });
  }

  stageFailed(stage: Stage, message = 'no'): string[] {
    return this.observe({
      kind: 'stage-failed',
      stage,
      error: { name: 'ResourceInitializationError', message },
    });
  }

  /** As StopTask does it: writes the wish into the record and tells the machine. */
  stop(reason = 'Task stopped by user', code: StopCode = 'UserInitiated'): string[] {
    this.task = requestStop(this.task, { code, reason }, this.now);
    return this.observe({ kind: 'desired-changed' });
  }

  /** Time passes, and the machine is told. */
  later(ms: number): string[] {
    this.now += ms;
    return this.observe({ kind: 'tick' });
  }

  /** Brings containers that wait for nobody from NONE to RUNNING; what the last step asked for. */
  up(...containers: readonly string[]): string[] {
    let asked: string[] = [];
    for (const container of containers) {
      this.pulled(container);
      this.created(container);
      asked = this.running(container);
    }
    return asked;
  }

  #seen(given: Partial<ContainerSnapshot> & Pick<ContainerSnapshot, 'container' | 'status'>): string[] {
    return this.observe({ kind: 'seen', snapshot: snapshot(given) });
  }
}

/** What the engine says of a container; members given replace the plain ones. */
export function snapshot(
  given: Partial<ContainerSnapshot> & Pick<ContainerSnapshot, 'container' | 'status'>,
): ContainerSnapshot {
  return {
    runtimeId: `id-${given.container}`,
    engineName: given.container,
    taskArn: '',
    outOfMemory: false,
    bindings: [],
    createdAt: 0,
    ...given,
  };
}

/** A new task of these containers that nothing has happened to, and that Longshore has just taken on. */
export function begun(
  containers: readonly ContainerPlan[],
  given: Parameters<typeof taskRecord>[1] = {},
): DrivenTask {
  const driven = new DrivenTask(containers, given);
  driven.adopt();
  return driven;
}

const failures = {
  pull: 'CannotPullContainerError',
  create: 'CannotCreateContainerError',
  start: 'CannotStartContainerError',
  stop: 'CannotStopContainerError',
} as const;

function inWords(effect: Effect): string {
  switch (effect.kind) {
    case 'stage':
      return `stage ${effect.stage}`;
    case 'stop':
      return `stop ${effect.container} ${effect.graceSeconds}`;
    default:
      return `${effect.kind} ${effect.container}`;
  }
}

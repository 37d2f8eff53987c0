import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import { Mailbox } from '../kernel/mailbox.ts';
import type { Table } from '../store/table.ts';
import type { EffectRunner } from './effects.ts';
import type { Effect, Observation } from './machine/observation.ts';
import { step } from './machine/step.ts';
import type { TaskRecord } from './model/task-record.ts';

export interface ActorParts {
  readonly tasks: Table<TaskRecord>;
  readonly effects: EffectRunner;
  readonly clock: Clock;
  readonly log: Log;
  /** What an observation waits for before the task hears of it; absent: nothing ever does. */
  readonly before?: (task: TaskRecord | undefined, observation: Observation) => Promise<void> | undefined;
  /** Called once, when the task has reached STOPPED. */
  readonly onStopped: (task: TaskRecord) => void;
}

/**
 * The one writer of a task's record while the task lives. Observations come in through a serial
 * mailbox; each is one synchronous read, `step` and write; effects run elsewhere and come back as
 * observations.
 *
 * The record is read from the store each time rather than kept here: an API call (StopTask) may have
 * changed what is wanted since, and nothing may be lost by writing an older copy over it.
 */
export class TaskActor implements Disposable {
  readonly arn: string;
  readonly #parts: ActorParts;
  readonly #mailbox: Mailbox<Observation>;
  /** Aborted when the agent leaves; the task itself goes on in its containers. */
  readonly #leaving = new AbortController();
  readonly #inFlight = new Map<string, AbortController>();
  readonly #coming: Observation[] = [];
  #isHeldUp = false;
  #alarm: Disposable | undefined;
  #stopped = false;
  #stopTold = false;

  constructor(arn: string, parts: ActorParts) {
    this.arn = arn;
    this.#parts = parts;
    this.#mailbox = new Mailbox(
      (observation) => this.#handle(observation),
      (error, observation) =>
        parts.log.error({ err: error, task: arn, observation }, 'observation not handled'),
    );
  }

  post(observation: Observation): void {
    if (this.#leaving.signal.aborted) return;
    this.#coming.push(observation);
    if (!this.#isHeldUp) this.#deliver();
  }

  /** In their order: what must wait holds up what comes after it. */
  #deliver(): void {
    for (let next = this.#coming[0]; next !== undefined; next = this.#coming[0]) {
      const wait = this.#parts.before?.(this.#parts.tasks.get(this.arn), next);
      if (wait !== undefined) return this.#holdUp(wait);
      this.#coming.shift();
      this.#mailbox.post(next);
    }
  }

  #holdUp(wait: Promise<void>): void {
    this.#isHeldUp = true;
    const goOn = (): void => {
      this.#isHeldUp = false;
      const [held] = this.#coming.splice(0, 1);
      if (held !== undefined) this.#mailbox.post(held);
      this.#deliver();
    };
    wait.then(goOn, goOn);
  }

  /** Somebody else has written that the task is to stop; told once, however often it is called. */
  stopWanted(): void {
    if (this.#stopTold) return;
    this.#stopTold = true;
    this.post({ kind: 'desired-changed' });
  }

  [Symbol.dispose](): void {
    this.#mailbox.close();
    this.#coming.length = 0;
    this.#alarm?.[Symbol.dispose]();
    this.#leaving.abort(new Error('the agent is leaving'));
  }

  #handle(observation: Observation): void {
    const { tasks, clock, log } = this.#parts;
    const before = tasks.get(this.arn);
    if (before === undefined || this.#stopped) return;
    const { task, effects, wakeAt } = step(before, observation, clock.now());
    if (task !== before) tasks.put(task);
    this.#setAlarm(wakeAt);
    log.debug({ task: task.id, observation: observation.kind, effects, lastStatus: task.lastStatus }, 'step');
    for (const effect of effects) this.#begin(task, effect);
    if (task.lastStatus !== 'STOPPED') return;
    this.#stopped = true;
    this.#parts.onStopped(task);
  }

  #begin(task: TaskRecord, effect: Effect): void {
    const key = effect.kind === 'stage' ? `stage ${effect.stage}` : `container ${effect.container}`;
    this.#inFlight.get(key)?.abort(new Error('no longer wanted'));
    this.#inFlight.delete(key);
    if (effect.kind === 'cancel') return;
    const abort = new AbortController();
    this.#inFlight.set(key, abort);
    const signal = AbortSignal.any([abort.signal, this.#leaving.signal]);
    const report = (observation: Observation): void => {
      if (!signal.aborted) this.post(observation);
    };
    void this.#parts.effects.run(task, effect, report, signal).finally(() => {
      if (this.#inFlight.get(key) === abort) this.#inFlight.delete(key);
    });
  }

  #setAlarm(wakeAt: number | undefined): void {
    this.#alarm?.[Symbol.dispose]();
    this.#alarm =
      wakeAt === undefined
        ? undefined
        : this.#parts.clock.schedule(wakeAt, () => this.post({ kind: 'tick' }));
  }
}

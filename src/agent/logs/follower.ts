import { backoff } from '../../kernel/backoff.ts';
import type { Clock } from '../../kernel/clock.ts';
import { messageOf } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import type { Table } from '../../store/table.ts';
import type { Backend } from '../backends/backend.ts';
import type { AwslogsPlan } from '../model/task-plan.ts';
import { LineEvents } from './line-events.ts';
import type { LogDestination, LogSink } from './log-sink.ts';
import { Batches, isRefusal } from './batches.ts';
import { firstLinePattern } from './multiline.ts';
import { type ShippedOutput, startOf, unseen } from './output-position.ts';

export interface FollowerParts {
  readonly backend: Backend;
  readonly clock: Clock;
  readonly log: Log;
  readonly sink: LogSink;
  readonly shipped: Table<ShippedOutput>;
}

export interface Followed {
  readonly runtimeId: string;
  readonly taskArn: string;
  readonly plan: AwslogsPlan;
  readonly destination: LogDestination;
}

const firstRetryMs = 100;
const longestRetryMs = 2000;
const defaultFlushInterval = 5;

/**
 * Ships the output of one container, line by line, from where it was shipped to last up to its end. How
 * far that was is noted with the events themselves, so that a crash loses and doubles nothing; an engine
 * that goes away is waited for.
 */
export class Follower {
  readonly #parts: FollowerParts;
  readonly #followed: Followed;
  readonly #exit = Promise.withResolvers<void>();
  #hasExited = false;

  constructor(parts: FollowerParts, followed: Followed) {
    this.#parts = parts;
    this.#followed = followed;
  }

  /** The container has exited: its output ends where the engine says so, without another look. */
  exited(): void {
    this.#hasExited = true;
    this.#exit.resolve();
  }

  /** Resolves when the output has ended and everything is shipped, or the signal is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#parts;
    const { taskArn } = this.#followed;
    for (let failures = 0; !signal.aborted;) {
      try {
        await this.#openStream();
        await this.#follow(signal);
        failures = 0;
        if (this.#hasExited || !(await this.#runsStill(signal))) return;
      } catch (error) {
        if (signal.aborted || (await this.#isGone(signal))) return;
        failures += 1;
        log.debug({ task: taskArn, problem: messageOf(error) }, 'output is not followed; trying again');
      }
      const wait = clock.sleep(backoff(failures + 1, firstRetryMs, longestRetryMs), signal);
      await wait.catch(() => {});
    }
  }

  /** Where the group is gone, writing tells; the output must be taken all the same. */
  async #openStream(): Promise<void> {
    try {
      await this.#parts.sink.openStream(this.#followed.destination);
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const { backend, clock, shipped } = this.#parts;
    const { runtimeId, plan } = this.#followed;
    const position = shipped.get(runtimeId)?.position ?? {};
    const events = new LineEvents(firstLinePattern(plan), position);
    const isNew = unseen(position);
    const flushAfter = (plan.flushInterval ?? defaultFlushInterval) * 1000;
    let patience: Disposable | undefined;
    let time = new Date(0).toISOString();
    await using batches = new Batches(this.#parts, this.#followed);
    try {
      for await (const given of backend.logs(runtimeId, { follow: true, since: startOf(position) }, signal)) {
        // A line whose time an engine has left out is as old as the one before it.
        if (given.time !== '') time = given.time;
        const line = { ...given, time };
        if (!isNew(line)) continue;
        const ready = events.push(line);
        if (ready.length > 0) patience?.[Symbol.dispose]();
        if (events.isHolding && (ready.length > 0 || patience === undefined)) {
          patience = clock.schedule(clock.now() + flushAfter, () => {
            patience = undefined;
            batches.add(events.flush());
          });
        }
        batches.add(ready);
        if (batches.isFull) await batches.written();
      }
      batches.add(events.flush());
    } finally {
      patience?.[Symbol.dispose]();
    }
  }

  /** An engine that leaves also ends what is followed. Its own event of an exit spares the look. */
  async #runsStill(signal: AbortSignal): Promise<boolean> {
    const look = async (): Promise<boolean> => {
      const snapshot = await this.#parts.backend.inspectContainer(this.#followed.runtimeId, signal);
      return snapshot?.status === 'running';
    };
    return Promise.race([look(), this.#exit.promise.then(() => false)]);
  }

  /** Nothing more is to be had of a container that was removed. */
  async #isGone(signal: AbortSignal): Promise<boolean> {
    try {
      return (await this.#parts.backend.inspectContainer(this.#followed.runtimeId, signal)) === undefined;
    } catch {
      return false;
    }
  }
}

import { nextAttempt } from '../../../aws/targets/retry-policy.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { DeadlineError, withDeadline } from '../../../kernel/deadline.ts';
import type { Log } from '../../../kernel/log.ts';
import type { Store } from '../../../store/store.ts';
import { type Invocation, type SchedulerTables, schedulerTables } from '../model/tables.ts';
import { deadLetterOf } from './dead-letter.ts';
import { type InvocationError, invocationError } from './invocation-error.ts';
import type { Invoke } from './invoke.ts';

export interface InvocationsParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly invoke: Invoke;
}

/** So many attempts are made side by side; the others wait their turn. */
const mostAtOnce = 32;
/** What a target may take to answer. */
const deadline = 30_000;

/**
 * The queue of invocations. It is kept in the store: one leaves it when the target has answered, or when it
 * has been given up. They do not wait for one another. After a crash what was on its way is made again, under
 * the same id, by which ECS starts no second task.
 */
export class Invocations implements AsyncDisposable {
  readonly #parts: InvocationsParts;
  readonly #tables: SchedulerTables;
  readonly #running = new Map<string, Promise<void>>();
  readonly #leaving = new AbortController();
  #subscription: Disposable | undefined;
  #timer: Disposable | undefined;
  #isTaking = false;

  constructor(parts: InvocationsParts) {
    this.#parts = parts;
    this.#tables = schedulerTables(parts.store);
  }

  /** Takes up what an earlier run had not done. */
  start(): void {
    this.#subscription = this.#tables.invocations.onChange(({ row }) => {
      if (row !== undefined) this.#takeSoon();
    });
    this.#take();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#subscription?.[Symbol.dispose]();
    this.#timer?.[Symbol.dispose]();
    this.#leaving.abort(new Error('Longshore is stopping'));
    await Promise.all(this.#running.values());
  }

  /** Once for all that one transaction has brought. */
  #takeSoon(): void {
    if (this.#isTaking) return;
    this.#isTaking = true;
    queueMicrotask(() => {
      this.#isTaking = false;
      this.#take();
    });
  }

  #take(): void {
    if (this.#leaving.signal.aborted) return;
    const now = this.#parts.clock.now();
    const due = this.#tables.invocations.select({
      where: { due_at: { below: now + 1 } },
      orderBy: ['due_at', 'id'],
      // Those that run are among them.
      limit: 2 * mostAtOnce,
    });
    for (const invocation of due) {
      if (this.#running.size >= mostAtOnce) break;
      if (!this.#running.has(invocation.id)) this.#begin(invocation);
    }
    this.#arm(now);
  }

  #begin(invocation: Invocation): void {
    // Begun in a turn of its own, so that it is in the list before it can end.
    this.#running.set(
      invocation.id,
      Promise.resolve().then(() => this.#work(invocation)),
    );
  }

  async #work(invocation: Invocation): Promise<void> {
    try {
      await this.#attempt(invocation);
      this.#running.delete(invocation.id);
    } catch (error) {
      if (this.#leaving.signal.aborted) return;
      // It stays in the queue, and in the list, so that it is not begun again before the next start.
      this.#parts.log.error({ err: error, schedule: invocation.schedule }, 'a target is not invoked');
    }
    this.#take();
  }

  /** For the first that is not due yet. */
  #arm(now: number): void {
    this.#timer?.[Symbol.dispose]();
    const [next] = this.#tables.invocations.select({
      after: [now, '~'],
      orderBy: ['due_at', 'id'],
      limit: 1,
    });
    this.#timer = next && this.#parts.clock.schedule(next.dueAt, () => this.#take());
  }

  async #attempt(invocation: Invocation): Promise<void> {
    const { store, clock, invoke } = this.#parts;
    const { signal } = this.#leaving;
    if (!this.#isWanted(invocation)) {
      this.#tables.invocations.delete(invocation.id);
      return;
    }
    try {
      await withDeadline(clock, deadline, signal, (inner) =>
        // A service in this process may not look at the signal: it is left to itself.
        Promise.race([invoke(invocation, inner), whenAborted(inner)]),
      );
    } catch (error) {
      if (signal.aborted) throw error;
      const failure = invocationError(
        error instanceof DeadlineError ? new Error('the target did not answer within 30 s') : error,
      );
      store.transaction(() => this.#failed({ ...invocation, attempts: invocation.attempts + 1 }, failure));
      return;
    }
    store.transaction(() => this.#leave(invocation));
  }

  /** A schedule that was deleted or disabled meanwhile invokes nothing any more. */
  #isWanted({ scope, group, name, deadLetter }: Invocation): boolean {
    if (deadLetter !== undefined) return true;
    return this.#tables.schedules.get(scope.account, scope.region, group, name)?.state === 'ENABLED';
  }

  #failed(invocation: Invocation, failure: InvocationError): void {
    const { clock, log } = this.#parts;
    // A reset may have removed it meanwhile.
    if (this.#tables.invocations.get(invocation.id) === undefined) return;
    const { id, schedule, target, attempts, since } = invocation;
    const policy = invocation.deadLetter === undefined ? target.RetryPolicy : undefined;
    const next = nextAttempt({ policy, attempts, since, now: clock.now() });
    const names = { schedule, target: target.Arn, executionId: id, attempts };
    if (failure.isRetriable && 'at' in next) {
      log.debug({ ...names, problem: failure.message }, 'a target will be invoked again later');
      this.#tables.invocations.put({ ...invocation, dueAt: next.at });
      return;
    }
    const exhausted = failure.isRetriable && 'exhausted' in next ? next.exhausted : undefined;
    const deadLetter = deadLetterOf(invocation, failure, exhausted, clock.now());
    log.warn(
      names,
      `${deadLetter === undefined ? 'a target was not invoked, which is given up' : 'a target was not invoked, and the dead-letter queue is told'}: ${failure.code}: ${failure.message}`,
    );
    if (deadLetter === undefined) this.#leave(invocation);
    else this.#tables.invocations.put(deadLetter);
  }

  /** The last invocation of a schedule that is not due any more completes it. */
  #leave({ id, schedule, scope, group, name }: Invocation): void {
    const { invocations, schedules } = this.#tables;
    invocations.delete(id);
    const found = schedules.get(scope.account, scope.region, group, name);
    if (found?.afterCompletion !== 'DELETE' || found.nextAt !== undefined) return;
    if (invocations.count({ where: { schedule } }) > 0) return;
    schedules.delete(scope.account, scope.region, group, name);
  }
}

const whenAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

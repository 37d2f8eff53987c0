import { partitionOf } from '../../../aws/arn.ts';
import { defaultRetryPolicy } from '../../../aws/targets/retry-policy.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Ids } from '../../../kernel/ids.ts';
import type { Log } from '../../../kernel/log.ts';
import type { Store } from '../../../store/store.ts';
import { planOf } from '../model/plan.ts';
import { type ScheduleRecord, type SchedulerTables, schedulerTables } from '../model/tables.ts';
import { lastTime, nextTime } from '../model/timing.ts';

export interface TimekeeperParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** Schedules that are taken up in one transaction. */
const batch = 100;

/**
 * Turns schedules that are due into invocations. When each is due next is kept with it, and is moved on in
 * the transaction that makes the invocation, so that none is left out or made twice, whatever is killed.
 *
 * What was due while Longshore did not run is made up for once, by the last time of those that were missed,
 * unless even that is older than the schedule's retry policy lets an event become.
 */
export class Timekeeper implements Disposable {
  readonly #parts: TimekeeperParts;
  readonly #tables: SchedulerTables;
  #subscription: Disposable | undefined;
  #timer: Disposable | undefined;
  #wakesAt: number | undefined;

  constructor(parts: TimekeeperParts) {
    this.#parts = parts;
    this.#tables = schedulerTables(parts.store);
  }

  start(): void {
    this.#subscription = this.#tables.schedules.onChange(() => this.#arm());
    this.#arm();
  }

  [Symbol.dispose](): void {
    this.#subscription?.[Symbol.dispose]();
    this.#timer?.[Symbol.dispose]();
  }

  /** One timer, for whatever is due first. */
  #arm(): void {
    const [first] = this.#tables.schedules.select({
      where: { next_at: { not: null } },
      orderBy: ['next_at'],
      limit: 1,
    });
    if (first?.nextAt === this.#wakesAt) return;
    this.#timer?.[Symbol.dispose]();
    this.#wakesAt = first?.nextAt;
    this.#timer =
      this.#wakesAt === undefined
        ? undefined
        : this.#parts.clock.schedule(this.#wakesAt, () => this.#takeUp());
  }

  #takeUp(): void {
    const { store, clock } = this.#parts;
    const now = clock.now();
    this.#wakesAt = undefined;
    store.transaction(() => {
      const due = this.#tables.schedules.select({
        where: { next_at: { below: now + 1 } },
        orderBy: ['next_at'],
        limit: batch,
      });
      for (const schedule of due) this.#tryInvoke(schedule, now);
    });
    this.#arm();
  }

  /** One whose time cannot be told any more (Node knows its zone no longer) keeps nobody else from theirs. */
  #tryInvoke(schedule: ScheduleRecord, now: number): void {
    try {
      this.#invoke(schedule, now);
    } catch (error) {
      this.#parts.log.error({ err: error, schedule: schedule.arn }, 'a schedule is not due any more');
      const { nextAt: _, ...rest } = schedule;
      this.#tables.schedules.put(rest);
    }
  }

  #invoke(schedule: ScheduleRecord, now: number): void {
    const { nextAt: dueAt = now, ...rest } = schedule;
    const plan = planOf(schedule);
    const { MaximumEventAgeInSeconds: age = defaultRetryPolicy.MaximumEventAgeInSeconds } =
      schedule.target.RetryPolicy ?? {};
    const scheduledAt = lastTime(plan, Math.max(dueAt, now - age * 1000), now);
    const nextAt = nextTime(plan, now);
    this.#tables.schedules.put(nextAt === undefined ? rest : { ...rest, nextAt });
    if (scheduledAt !== undefined) this.#queue(schedule, scheduledAt, now);
    else this.#tooLate(schedule, nextAt, dueAt);
  }

  #queue(schedule: ScheduleRecord, scheduledAt: number, now: number): void {
    const { account, region, group, name, target, window } = schedule;
    const minutes = window.Mode === 'FLEXIBLE' ? (window.MaximumWindowInMinutes ?? 0) : 0;
    // Any moment in the window is as likely as any other.
    const within = minutes === 0 ? 0 : this.#parts.ids.below(minutes * 60_000);
    const dueAt = Math.max(now, scheduledAt + within);
    this.#tables.invocations.put({
      id: this.#parts.ids.hex(16),
      schedule: schedule.arn,
      scope: { account, region, partition: partitionOf(region) },
      group,
      name,
      target,
      scheduledAt,
      since: dueAt,
      attempts: 0,
      dueAt,
    });
  }

  #tooLate(schedule: ScheduleRecord, nextAt: number | undefined, dueAt: number): void {
    const { account, region, group, name, arn } = schedule;
    this.#parts.log.warn(
      { schedule: arn, dueAt: new Date(dueAt).toISOString() },
      'a schedule was due while Longshore did not run, too long ago to be made up for',
    );
    if (nextAt === undefined && schedule.afterCompletion === 'DELETE') {
      this.#tables.schedules.delete(account, region, group, name);
    }
  }
}

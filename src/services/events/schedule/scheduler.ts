import { partitionOf } from '../../../aws/arn.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Ids } from '../../../kernel/ids.ts';
import type { Store } from '../../../store/store.ts';
import type { EventLog } from '../log/event-log.ts';
import { ruleArn } from '../model/arns.ts';
import { eventDocument } from '../model/event.ts';
import { eventsTables, type RuleRecord } from '../model/tables.ts';
import { nextTime, parseSchedule } from '../../../aws/schedule/schedule.ts';

export interface SchedulerParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly eventLog: EventLog;
}

/**
 * Makes the events of rules with a schedule, each when it falls due. What fell due while Longshore did not
 * run is not made up for.
 */
export class Scheduler implements Disposable {
  readonly #parts: SchedulerParts;
  /** By the rule's key. */
  readonly #timers = new Map<string, Disposable>();
  #subscription: Disposable | undefined;

  constructor(parts: SchedulerParts) {
    this.#parts = parts;
  }

  start(): void {
    const { rules } = eventsTables(this.#parts.store);
    this.#subscription = rules.onChange(({ key, row }) => this.#set(JSON.stringify(key), row));
    for (const rule of rules.select({ where: { scheduled: 1 } })) {
      this.#set(JSON.stringify([rule.account, rule.region, rule.bus, rule.name]), rule);
    }
  }

  [Symbol.dispose](): void {
    this.#subscription?.[Symbol.dispose]();
    for (const timer of this.#timers.values()) timer[Symbol.dispose]();
    this.#timers.clear();
  }

  /** `done`: the time for which its event was made. */
  #set(key: string, rule: RuleRecord | undefined, done = 0): void {
    this.#timers.get(key)?.[Symbol.dispose]();
    this.#timers.delete(key);
    if (rule?.scheduleExpression === undefined || rule.state === 'DISABLED') return;
    const schedule = parseSchedule(rule.scheduleExpression);
    // A timer may be early by a millisecond, and a clock be set back: no time is come to twice.
    const from = Math.max(this.#parts.clock.now(), done);
    const at = schedule && nextTime(schedule, rule.scheduledSince, from);
    if (at === undefined) return;
    this.#timers.set(
      key,
      this.#parts.clock.schedule(at, () => {
        this.#fire(rule, at);
        this.#set(key, rule, at);
      }),
    );
  }

  #fire(rule: RuleRecord, at: number): void {
    const { account, region, bus } = rule;
    const arn = ruleArn({ partition: partitionOf(region), account, region }, bus, rule.name);
    const event = eventDocument(this.#parts.ids.uuid(), {
      account,
      region,
      source: 'aws.events',
      detailType: 'Scheduled Event',
      resources: [arn],
      detail: {},
      time: at,
    });
    this.#parts.eventLog.append({ account, region, bus }, event, { onlyRule: arn });
  }
}

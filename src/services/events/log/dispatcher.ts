import type { Log } from '../../../kernel/log.ts';
import type { Store } from '../../../store/store.ts';
import { targetInput } from '../input/target-input.ts';
import {
  type Delivery,
  type EventsTables,
  eventsTables,
  type LoggedEvent,
  type RuleRecord,
} from '../model/tables.ts';
import { compilePattern, type EventMatcher } from '../pattern/compile.ts';
import type { EventLog } from './event-log.ts';

export interface DispatcherParts {
  readonly store: Store;
  readonly eventLog: EventLog;
  readonly log: Log;
  /** There is something to deliver there. */
  readonly onQueued: (lane: string) => void;
}

interface LiveRule {
  readonly rule: RuleRecord;
  /** Absent where only its schedule makes events. */
  readonly matches?: EventMatcher;
}

const cursorName = 'events dispatched';

/**
 * Holds each event of the log against the rules of its bus and queues it for their targets. How far it has
 * come is written in the transaction that queues, so that a crash neither loses an event nor queues it twice.
 */
export class Dispatcher implements Disposable {
  readonly #parts: DispatcherParts;
  readonly #tables: EventsTables;
  readonly #subscriptions: Disposable[] = [];
  /** By account, region and bus; forgotten when any rule changes. */
  readonly #rules = new Map<string, readonly LiveRule[]>();
  #lastDelivery: number;

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
    this.#tables = eventsTables(parts.store);
    this.#lastDelivery = this.#tables.deliveries.select({ descending: true, limit: 1 })[0]?.seq ?? 0;
  }

  /** Takes up what an earlier run had not dispatched, then follows the log. */
  start(): void {
    this.#subscriptions.push(
      this.#tables.rules.onChange(() => this.#rules.clear()),
      this.#parts.eventLog.onAppend(() => this.#drain()),
    );
    this.#drain();
  }

  [Symbol.dispose](): void {
    for (const subscription of this.#subscriptions) subscription[Symbol.dispose]();
  }

  #drain(): void {
    const { store, eventLog, onQueued } = this.#parts;
    for (;;) {
      const cursor = Number(store.getMeta(cursorName) ?? 0);
      const found = eventLog.after(cursor);
      const last = found.at(-1);
      if (last === undefined) return;
      const lanes = store.transaction(() => {
        const queued = found.flatMap((logged) => this.#queue(logged));
        store.setMeta(cursorName, String(last.seq));
        return new Set(queued);
      });
      for (const lane of lanes) onQueued(lane);
    }
  }

  #queue(logged: LoggedEvent): readonly string[] {
    const rules = this.#rulesOf(logged).filter(({ rule, matches }) =>
      logged.onlyRule === undefined ? matches?.(logged.event) === true : rule.arn === logged.onlyRule,
    );
    return rules.flatMap(({ rule }) =>
      rule.targets.map((target) => this.#put(deliveryOf(logged, rule, target))),
    );
  }

  #put(delivery: Omit<Delivery, 'seq'>): string {
    this.#lastDelivery += 1;
    this.#tables.deliveries.put({ seq: this.#lastDelivery, ...delivery });
    return delivery.lane;
  }

  #rulesOf({ account, region, bus }: LoggedEvent): readonly LiveRule[] {
    const key = `${account} ${region} ${bus}`;
    const known = this.#rules.get(key);
    if (known !== undefined) return known;
    const enabled = this.#tables.rules
      .select({ where: { account, region, bus } })
      .filter(({ state }) => state !== 'DISABLED');
    const rules = enabled.map((rule) => ({
      rule,
      ...(rule.eventPattern !== undefined && { matches: compilePattern(rule.eventPattern) }),
    }));
    this.#rules.set(key, rules);
    return rules;
  }
}

function deliveryOf(
  { event, ingestedAt, forwarded }: LoggedEvent,
  rule: RuleRecord,
  target: Delivery['target'],
): Omit<Delivery, 'seq'> {
  return {
    lane: `${rule.arn} ${target.Id}`,
    ruleArn: rule.arn,
    ruleName: rule.name,
    target,
    event,
    input: targetInput(target, event, { ruleArn: rule.arn, ruleName: rule.name, ingestedAt }),
    ingestedAt,
    ...(forwarded === true && { forwarded }),
    attempts: 0,
    dueAt: 0,
  };
}

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
import { cursorName } from './cursor.ts';
import type { EventLog } from './event-log.ts';

export interface DispatcherParts {
  readonly store: Store;
  readonly eventLog: EventLog;
  /** There is something to deliver there. */
  readonly onQueued: (lane: string) => void;
}

interface LiveRule {
  readonly rule: RuleRecord;
  /** Absent where only its schedule makes events. */
  readonly matches?: EventMatcher;
}

/**
 * Holds each event of the log against the rules of its bus and queues it for their targets. How far it has
 * come is written in the transaction that queues, so that a crash neither loses an event nor queues it twice;
 * and in the transaction that changes a rule, so that what no rule wanted is never held against a later one.
 * Where no rule matches, nothing is written.
 */
export class Dispatcher implements Disposable {
  readonly #parts: DispatcherParts;
  readonly #tables: EventsTables;
  readonly #subscriptions: Disposable[] = [];
  /** By account, region and bus; forgotten when any rule changes. */
  readonly #rules = new Map<string, readonly LiveRule[]>();
  #lastDelivery: number;
  /** Number of the last event that was held against the rules. */
  #cursor: number;

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
    this.#tables = eventsTables(parts.store);
    this.#lastDelivery = this.#tables.deliveries.select({ descending: true, limit: 1 })[0]?.seq ?? 0;
    this.#cursor = Number(parts.store.getMeta(cursorName) ?? 0);
  }

  /** Takes up what an earlier run had not dispatched, then follows the log. */
  start(): void {
    const { rules } = this.#tables;
    this.#subscriptions.push(
      rules.writeAlong(() => this.#keepCursor()),
      rules.onChange(() => this.#rules.clear()),
      this.#parts.eventLog.onAppend((logged) => this.#dispatch(logged)),
    );
    for (;;) {
      const found = this.#parts.eventLog.after(this.#cursor);
      if (found.length === 0) return;
      for (const logged of found) this.#dispatch(logged);
    }
  }

  [Symbol.dispose](): void {
    for (const subscription of this.#subscriptions) subscription[Symbol.dispose]();
  }

  #dispatch(logged: LoggedEvent): void {
    if (logged.seq <= this.#cursor) return;
    const matching = this.#rulesOf(logged).filter((rule) => isFor(logged, rule));
    const before = this.#cursor;
    this.#cursor = logged.seq;
    if (matching.length === 0) return;
    try {
      const lanes = this.#parts.store.transaction(() => {
        this.#keepCursor();
        return this.#queue(logged, matching);
      });
      for (const lane of lanes) this.#parts.onQueued(lane);
    } catch (error) {
      this.#cursor = before;
      throw error;
    }
  }

  #keepCursor(): void {
    this.#parts.store.setMeta(cursorName, String(this.#cursor));
  }

  #queue(logged: LoggedEvent, matching: readonly LiveRule[]): readonly string[] {
    return matching.flatMap(({ rule }) =>
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

function isFor({ event, onlyRule, onlyRules }: LoggedEvent, { rule, matches }: LiveRule): boolean {
  if (onlyRule !== undefined) return rule.arn === onlyRule;
  return (onlyRules === undefined || onlyRules.includes(rule.arn)) && matches?.(event) === true;
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

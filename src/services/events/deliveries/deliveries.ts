import { nextAttempt } from '../../../aws/targets/retry-policy.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { messageOf } from '../../../kernel/errors.ts';
import type { Log } from '../../../kernel/log.ts';
import type { Store } from '../../../store/store.ts';
import { type Delivery, type EventsTables, eventsTables } from '../model/tables.ts';
import { deadLetterOf } from './dead-letter.ts';
import { DeliveryError } from './delivery-error.ts';

/** Hands one event to its target. What the result does is written together with the delivery's end. */
export type Deliver = (delivery: Delivery, signal: AbortSignal) => Promise<() => void>;

export interface DeliveriesParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly deliver: Deliver;
}

/**
 * The queue of events on their way to targets. It is kept in the store: an event leaves it when the target
 * has taken it, or when it has been given up. Each rule and target is a lane of its own, within which
 * events keep their order; one that has to wait holds up those behind it, and nobody else.
 */
export class Deliveries implements AsyncDisposable {
  readonly #parts: DeliveriesParts;
  readonly #tables: EventsTables;
  readonly #lanes = new Map<string, Promise<void>>();
  /** Lanes that wait for the time of another attempt. */
  readonly #asleep = new Set<string>();
  readonly #settling = new Set<() => void>();
  readonly #leaving = new AbortController();

  constructor(parts: DeliveriesParts) {
    this.#parts = parts;
    this.#tables = eventsTables(parts.store);
  }

  /** Takes up what an earlier run had not delivered. */
  start(): void {
    for (const { lane } of this.#tables.deliveries.select()) this.wake(lane);
  }

  /** There is something in this lane. */
  wake(lane: string): void {
    if (this.#lanes.has(lane) || this.#leaving.signal.aborted) return;
    // Begun in a turn of its own, so that it is in the list before it can end.
    this.#lanes.set(
      lane,
      Promise.resolve().then(() => this.#work(lane)),
    );
  }

  /**
   * Resolves when nothing is on its way any more, save what waits for another attempt, and at the latest
   * after `ms`. For a stop in good order: what happened last is told too.
   */
  async settle(ms: number): Promise<void> {
    const { clock } = this.#parts;
    const late = new AbortController();
    using _timer = clock.schedule(clock.now() + ms, () => {
      late.abort();
      this.#changed();
    });
    while (!late.signal.aborted && this.#lanes.size > this.#asleep.size) {
      await new Promise<void>((resolve) => this.#settling.add(resolve));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#leaving.abort(new Error('Longshore is stopping'));
    await Promise.all(this.#lanes.values());
  }

  #head(lane: string): Delivery | undefined {
    return this.#leaving.signal.aborted
      ? undefined
      : this.#tables.deliveries.select({ where: { lane }, limit: 1 })[0];
  }

  async #work(lane: string): Promise<void> {
    const { clock, log } = this.#parts;
    const { signal } = this.#leaving;
    try {
      for (let head = this.#head(lane); head !== undefined; head = this.#head(lane)) {
        if (head.dueAt > clock.now()) {
          await this.#sleep(lane, head.dueAt - clock.now(), signal);
          // A reset may have removed it meanwhile.
          continue;
        }
        await this.#attempt(head, signal);
      }
    } catch (error) {
      // What is in the queue stays there, for the next event or the next start.
      if (!signal.aborted) log.error({ err: error, lane }, 'events are not delivered');
    } finally {
      this.#lanes.delete(lane);
      this.#changed();
    }
  }

  async #sleep(lane: string, ms: number, signal: AbortSignal): Promise<void> {
    this.#asleep.add(lane);
    this.#changed();
    try {
      await this.#parts.clock.sleep(ms, signal);
    } finally {
      this.#asleep.delete(lane);
    }
  }

  #changed(): void {
    for (const look of this.#settling) look();
    this.#settling.clear();
  }

  async #attempt(delivery: Delivery, signal: AbortSignal): Promise<void> {
    const { store, deliver, log } = this.#parts;
    try {
      const finish = await deliver(delivery, signal);
      store.transaction(() => {
        finish();
        this.#tables.deliveries.delete(delivery.seq);
      });
    } catch (error) {
      if (signal.aborted) throw error;
      if (!(error instanceof DeliveryError)) {
        log.error({ err: error, ...namesOf(delivery) }, 'a delivery failed');
      }
      const failure =
        error instanceof DeliveryError
          ? error
          : new DeliveryError(messageOf(error), { code: 'UNKNOWN', isRetriable: true, cause: error });
      this.#failedAttempt(delivery, failure);
    }
  }

  #failedAttempt(delivery: Delivery, failure: DeliveryError): void {
    const { clock, log } = this.#parts;
    // A reset may have removed it meanwhile.
    if (this.#tables.deliveries.get(delivery.seq) === undefined) return;
    const attempts = delivery.attempts + 1;
    const next = nextAttempt({
      policy: delivery.target.RetryPolicy,
      attempts,
      since: delivery.ingestedAt,
      now: clock.now(),
      retryAfter: failure.retryAfter,
    });
    if (failure.isRetriable && 'at' in next) {
      const { message: problem } = failure;
      log.debug({ ...namesOf(delivery), attempts, problem }, 'an event will be delivered again later');
      this.#tables.deliveries.put({ ...delivery, attempts, dueAt: next.at });
      return;
    }
    const exhausted = failure.isRetriable && 'exhausted' in next ? next.exhausted : undefined;
    this.#giveUp({ ...delivery, attempts }, failure, exhausted);
  }

  /** To the dead-letter queue, if the target has one. A dead letter that no queue takes is lost. */
  #giveUp(delivery: Delivery, failure: DeliveryError, exhausted: string | undefined): void {
    const { store, clock, log } = this.#parts;
    const deadLetter = deadLetterOf(delivery, failure, exhausted, clock.now());
    // Not the event itself: what it holds (overrides of a task) may be secret. `longshore events` has it.
    log.warn(
      { ...namesOf(delivery), attempts: delivery.attempts, deadLetterQueue: deadLetter?.target.Arn },
      deadLetter === undefined
        ? `an event was not delivered and is given up: ${failure.message}`
        : `an event was not delivered and goes to the dead-letter queue: ${failure.message}`,
    );
    store.transaction(() => {
      this.#tables.deliveries.delete(delivery.seq);
      // Under the number of what it was made of, so that no number is needed that is not taken.
      if (deadLetter !== undefined) this.#tables.deliveries.put(deadLetter);
    });
    if (deadLetter !== undefined) this.wake(deadLetter.lane);
  }
}

function namesOf({ ruleArn, target, event }: Delivery): object {
  return { rule: ruleArn, target: target.Arn, eventId: event.id };
}

import type { Clock } from '../../../kernel/clock.ts';
import type { Ids } from '../../../kernel/ids.ts';
import type { Store } from '../../../store/store.ts';
import { eventDocument, type EventDocument, type NewEvent } from '../model/event.ts';
import { cursorName } from './cursor.ts';
import { type BusPlace, type EventsTables, eventsTables, type LoggedEvent } from '../model/tables.ts';

/** So many events are kept after they have been delivered, for those who look on. */
const mostKept = 10_000;
const batch = 200;

export interface EventLogParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
}

type Origin = Pick<LoggedEvent, 'forwarded' | 'onlyRule' | 'onlyRules'>;

/**
 * Every event that a bus took, in order: the outbox of the installation. An event is appended in the
 * transaction of the change that it tells of, so neither is ever there without the other; rules and those
 * who look on read from here at their own pace.
 */
export class EventLog {
  readonly #parts: EventLogParts;
  readonly #tables: EventsTables;
  readonly #companions = new Set<(logged: LoggedEvent) => void>();
  #last: number;

  constructor(parts: EventLogParts) {
    this.#parts = parts;
    this.#tables = eventsTables(parts.store);
    const newest = this.#tables.events.select({ descending: true, limit: 1 })[0]?.seq ?? 0;
    // Where a reset has emptied the log, numbers go on behind what was dispatched.
    this.#last = Math.max(newest, Number(parts.store.getMeta(cursorName) ?? 0));
  }

  /** Number of the newest event; 0 before the first. */
  get last(): number {
    return this.#last;
  }

  /** Makes the event that somebody tells, on the default bus of its account and region. Returns its id. */
  publish(event: NewEvent): string {
    const document = eventDocument(this.#parts.ids.uuid(), event);
    this.append({ account: event.account, region: event.region, bus: 'default' }, document);
    return document.id;
  }

  append(place: BusPlace, event: EventDocument, origin: Origin | undefined = {}): void {
    const { account, region, bus } = place;
    const seq = this.#last + 1;
    const ingestedAt = this.#parts.clock.now();
    this.#parts.store.transaction(() => {
      const logged = { seq, account, region, bus, ingestedAt, event, ...origin };
      this.#tables.events.put(logged);
      for (const companion of this.#companions) companion(logged);
      // Rules have long seen it: they follow at once, and before anything else after a crash.
      if (seq > mostKept) this.#tables.events.delete(seq - mostKept);
    });
    // A number that a transaction gave up is not used again: numbers only grow.
    this.#last = seq;
  }

  /** Calls `companion` in the transaction of each event: what it writes is kept with the event or not at all. */
  writeAlong(companion: (logged: LoggedEvent) => void): Disposable {
    this.#companions.add(companion);
    return { [Symbol.dispose]: () => void this.#companions.delete(companion) };
  }

  /** The oldest events after number `after`, as many as are handled at once. */
  after(after: number): readonly LoggedEvent[] {
    return this.#tables.events.select({ after: [after], limit: batch });
  }

  /** Called for each event once it is kept, in order. */
  onAppend(listener: (logged: LoggedEvent) => void): Disposable {
    return this.#tables.events.onChange(({ row }) => {
      if (row !== undefined) listener(row);
    });
  }

  /** All events after number `after`; with `follow`, also those to come, until `signal` is aborted. */
  async *read(after: number, follow: boolean, signal: AbortSignal): AsyncGenerator<LoggedEvent> {
    let last = after;
    let wake = (): void => {};
    using _appended = this.onAppend(() => wake());
    const leave = (): void => wake();
    signal.addEventListener('abort', leave, { once: true });
    try {
      while (!signal.aborted) {
        const found = this.after(last);
        for (const logged of found) {
          last = logged.seq;
          yield logged;
        }
        if (found.length > 0) continue;
        if (!follow || signal.aborted) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }
}

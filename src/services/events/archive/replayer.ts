import type { Clock } from '../../../kernel/clock.ts';
import type { Store } from '../../../store/store.ts';
import type { EventLog } from '../log/event-log.ts';
import { type EventsTables, eventsTables, isUnfinished, type ReplayRecord } from '../model/tables.ts';

export interface ReplayerParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly eventLog: EventLog;
}

/** Sent in one transaction, so that nothing else has to wait long. */
const batch = 100;

/**
 * Sends archived events to their bus again, in order of their times. How far a replay has come is kept in the
 * transaction that sends, so that a crash neither leaves out an event nor sends it twice.
 */
export class Replayer implements Disposable {
  readonly #parts: ReplayerParts;
  readonly #tables: EventsTables;
  readonly #timers = new Map<string, Disposable>();
  #subscription: Disposable | undefined;

  constructor(parts: ReplayerParts) {
    this.#parts = parts;
    this.#tables = eventsTables(parts.store);
  }

  /** Takes up what an earlier run had not finished. */
  start(): void {
    const { replays } = this.#tables;
    this.#subscription = replays.onChange(({ row }) => this.#next(row));
    for (const replay of replays.select({ where: { unfinished: 1 } })) this.#next(replay);
  }

  [Symbol.dispose](): void {
    this.#subscription?.[Symbol.dispose]();
    for (const timer of this.#timers.values()) timer[Symbol.dispose]();
  }

  /** A turn of its own for each piece. */
  #next(replay: ReplayRecord | undefined): void {
    if (replay === undefined || !isUnfinished(replay)) return;
    const { clock, store } = this.#parts;
    const { account, region, name } = replay;
    this.#timers.get(replay.arn)?.[Symbol.dispose]();
    const timer = clock.schedule(clock.now(), () => {
      this.#timers.delete(replay.arn);
      store.transaction(() => {
        const found = this.#tables.replays.get(account, region, name);
        if (found !== undefined && isUnfinished(found)) this.#tables.replays.put(this.#step(found));
      });
    });
    this.#timers.set(replay.arn, timer);
  }

  /** Sends a piece; returns the replay as it is then. */
  #step(replay: ReplayRecord): ReplayRecord {
    const endedAt = this.#parts.clock.now();
    if (replay.state === 'CANCELLING') return { ...replay, state: 'CANCELLED', endedAt };
    if (this.#tables.archives.get(replay.account, replay.region, replay.archiveName)?.id !== replay.archive) {
      return { ...replay, state: 'FAILED', reason: 'The archive was deleted.', endedAt };
    }
    const from = replay.position ?? [replay.start - 1, Number.MAX_SAFE_INTEGER];
    const found = this.#tables.archivedEvents
      .select({ where: { archive: replay.archive }, after: [replay.archive, ...from], limit: batch })
      .filter(({ at }) => at < replay.end);
    const { account, region, bus, name, rules } = replay;
    for (const { event } of found) {
      const again = { ...event, 'replay-name': name };
      this.#parts.eventLog.append({ account, region, bus }, again, rules && { onlyRules: rules });
    }
    const last = found.at(-1);
    if (last === undefined) return { ...replay, state: 'COMPLETED', endedAt };
    return { ...replay, state: 'RUNNING', position: [last.at, last.seq] };
  }
}

import type { Store } from '../../../store/store.ts';
import type { EventLog } from '../log/event-log.ts';
import { type ArchiveRecord, type EventsTables, eventsTables, type LoggedEvent } from '../model/tables.ts';
import { compilePattern, type EventMatcher } from '../pattern/compile.ts';

interface LiveArchive extends Pick<ArchiveRecord, 'account' | 'bus' | 'eventPattern' | 'name' | 'region'> {
  readonly matches: EventMatcher;
}

/**
 * Puts what buses take into their archives, each event in the transaction that keeps it. What an archive has
 * sent again is not put into one.
 */
export class Archiver implements Disposable {
  readonly #tables: EventsTables;
  readonly #subscriptions: Disposable[];
  /** All there are, by key. */
  readonly #live = new Map<string, LiveArchive>();

  constructor(store: Store, eventLog: EventLog) {
    this.#tables = eventsTables(store);
    const { archives } = this.#tables;
    for (const archive of archives.select()) this.#set(archive);
    this.#subscriptions = [
      archives.onChange(({ key, row }) => {
        if (row === undefined) this.#live.delete(JSON.stringify(key));
        else this.#set(row);
      }),
      eventLog.writeAlong((logged) => this.#archive(logged)),
    ];
  }

  [Symbol.dispose](): void {
    for (const subscription of this.#subscriptions) subscription[Symbol.dispose]();
  }

  /** Its counters change with each event; what it matches does not. */
  #set({ account, region, name, bus, eventPattern }: ArchiveRecord): void {
    const key = JSON.stringify([account, region, name]);
    const known = this.#live.get(key);
    if (known?.bus === bus && known.eventPattern === eventPattern) return;
    const matches = eventPattern === undefined ? (): boolean => true : compilePattern(eventPattern);
    this.#live.set(key, {
      account,
      region,
      name,
      bus,
      matches,
      ...(eventPattern !== undefined && { eventPattern }),
    });
  }

  #archive({ account, region, bus, seq, event }: LoggedEvent): void {
    if (this.#live.size === 0 || event['replay-name'] !== undefined) return;
    const bytes = Buffer.byteLength(JSON.stringify(event));
    for (const { name, matches, ...place } of this.#live.values()) {
      const isOfBus = place.account === account && place.region === region && place.bus === bus;
      if (!isOfBus || !matches(event)) continue;
      const archive = this.#tables.archives.get(account, region, name);
      if (archive === undefined) continue;
      const at = Date.parse(event.time);
      this.#tables.archivedEvents.put({ account, region, archive: archive.id, at, seq, bytes, event });
      this.#tables.archives.put({
        ...archive,
        count: archive.count + 1,
        bytes: archive.bytes + bytes,
      });
    }
  }
}

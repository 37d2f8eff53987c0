import type { Clock } from '../../../kernel/clock.ts';
import type { Store } from '../../../store/store.ts';
import { type ArchiveRecord, type EventsTables, eventsTables } from '../model/tables.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** Removed in one transaction, so that nothing else has to wait long. */
const batch = 500;
/** AWS keeps what it knows of a replay so long. */
const replayKept = 90 * day;

export interface SweeperParts {
  readonly store: Store;
  readonly clock: Clock;
}

/**
 * Removes what archives are to keep no longer, what deleted archives had, and replays that ended long ago:
 * piece by piece, every hour and once an archive is deleted.
 */
export class ArchiveSweeper implements Disposable {
  readonly #parts: SweeperParts;
  readonly #tables: EventsTables;
  #subscription: Disposable | undefined;
  #timer: Disposable | undefined;

  constructor(parts: SweeperParts) {
    this.#parts = parts;
    this.#tables = eventsTables(parts.store);
  }

  start(): void {
    this.#subscription = this.#tables.archiveRemovals.onChange(({ row }) => {
      if (row !== undefined) this.#sweepIn(0);
    });
    this.#sweepIn(0);
  }

  [Symbol.dispose](): void {
    this.#subscription?.[Symbol.dispose]();
    this.#timer?.[Symbol.dispose]();
  }

  #sweepIn(ms: number): void {
    const { clock, store } = this.#parts;
    this.#timer?.[Symbol.dispose]();
    this.#timer = clock.schedule(clock.now() + ms, () => {
      const isDone = store.transaction(() => this.#sweep(clock.now()));
      this.#sweepIn(isDone ? hour : 0);
    });
  }

  /** One piece; says whether that was all. */
  #sweep(now: number): boolean {
    const { archiveRemovals, archives, replays } = this.#tables;
    for (const { account, region, name, endedAt } of replays.select({ where: { unfinished: 0 } })) {
      if (endedAt !== undefined && endedAt < now - replayKept) replays.delete(account, region, name);
    }
    for (const { archive } of archiveRemovals.select()) {
      if (this.#remove(archive, Infinity).count === batch) return false;
      archiveRemovals.delete(archive);
    }
    for (const archive of archives.select()) {
      if (archive.retentionDays > 0 && !this.#trim(archive, now - archive.retentionDays * day)) return false;
    }
    return true;
  }

  #trim(archive: ArchiveRecord, before: number): boolean {
    const { count, bytes } = this.#remove(archive.id, before);
    if (count > 0) {
      this.#tables.archives.put({
        ...archive,
        count: archive.count - count,
        bytes: archive.bytes - bytes,
      });
    }
    return count < batch;
  }

  #remove(archive: string, before: number): { readonly count: number; readonly bytes: number } {
    const { archivedEvents } = this.#tables;
    const oldest = archivedEvents.select({ where: { archive }, limit: batch });
    const removed = oldest.filter(({ at }) => at < before);
    for (const { at, seq } of removed) archivedEvents.delete(archive, at, seq);
    return { count: removed.length, bytes: removed.reduce((sum, { bytes }) => sum + bytes, 0) };
  }
}

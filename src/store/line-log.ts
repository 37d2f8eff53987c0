import type { StatementSync } from 'node:sqlite';

import type { Change } from './change-feed.ts';

/** Where an event lies in the order of its group: by time, then in the order of arrival. */
export interface EventPosition {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Grows by one with every event of the database; never given out twice. */
  readonly seq: number;
}

export interface NewEvent {
  readonly at: number;
  readonly message: string;
}

export interface StoredEvent extends EventPosition, NewEvent {
  readonly stream: number;
  readonly ingestedAt: number;
}

export interface EventQuery {
  /** Of a whole group, or of one stream. */
  readonly of: { readonly group: number } | { readonly stream: number };
  /** Milliseconds; at or after it. */
  readonly from?: number | undefined;
  /** Milliseconds; before it. */
  readonly until?: number | undefined;
  readonly after?: EventPosition | undefined;
  readonly before?: EventPosition | undefined;
  readonly descending?: boolean | undefined;
  readonly limit: number;
}

/** Events that one append has added to a stream. */
export interface Appended {
  readonly group: number;
  readonly stream: number;
  readonly events: readonly StoredEvent[];
}

interface Access {
  prepare(sql: string): StatementSync;
  beforeWrite(): void;
  changed(change: Change): void;
  subscribe(table: string, listener: (change: Change) => void): Disposable;
}

const table = 'log_events';
const firstFree = 'log-events.seq';

/**
 * Lines by the hundred thousand, in their order. Rows are columns, not JSON, and lie sorted by group, time
 * and arrival, so that appending writes at the end and a page is read in one go. Which streams belong to
 * a group, and whether they still exist, its user knows.
 */
export class LineLog {
  readonly #access: Access;

  constructor(access: Access) {
    this.#access = access;
  }

  /** In one transaction of the caller's. Nothing is checked. */
  append(group: number, stream: number, ingestedAt: number, events: readonly NewEvent[]): void {
    if (events.length === 0) return;
    this.#access.beforeWrite();
    let seq = this.#take(events.length);
    const insert = this.#access.prepare(
      `INSERT INTO ${table} (group_id, at, seq, stream_id, ingested_at, message) VALUES (?, ?, ?, ?, ?, ?)`,
    );
    const stored = events.map(({ at, message }): StoredEvent => {
      insert.run(group, at, seq, stream, ingestedAt, message);
      return { at, seq: seq++, stream, ingestedAt, message };
    });
    this.#access.changed({ table, key: [group, stream], row: stored });
  }

  /** Row by row: whoever has enough leaves the loop, and no more is read. Nothing may be awaited in it. */
  *read(query: EventQuery): Generator<StoredEvent, void, undefined> {
    const { sql, values } = selection(query);
    for (const row of this.#access.prepare(sql).iterate(...values)) {
      yield {
        at: Number(row.at),
        seq: Number(row.seq),
        stream: Number(row.stream_id),
        ingestedAt: Number(row.ingested_at),
        message: String(row.message),
      };
    }
  }

  /** Removes at most `limit` events and says how many and how many bytes of text they were. */
  remove(query: Omit<EventQuery, 'descending'>): { readonly events: number; readonly bytes: number } {
    const found = [...this.read(query)];
    if (found.length === 0) return { events: 0, bytes: 0 };
    const group = 'group' in query.of ? query.of.group : undefined;
    const remove = this.#access.prepare(
      group === undefined
        ? `DELETE FROM ${table} WHERE stream_id = ? AND at = ? AND seq = ?`
        : `DELETE FROM ${table} WHERE group_id = ? AND at = ? AND seq = ?`,
    );
    this.#access.beforeWrite();
    let bytes = 0;
    for (const { stream, at, seq, message } of found) {
      remove.run(group ?? stream, at, seq);
      bytes += Buffer.byteLength(message);
    }
    return { events: found.length, bytes };
  }

  /** Tells of every committed append, in order, after the call that made it. */
  onAppend(listener: (appended: Appended) => void): Disposable {
    return this.#access.subscribe(table, ({ key: [group, stream], row }) => {
      // Rows of this table are put in by this class only.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      listener({ group: Number(group), stream: Number(stream), events: row as readonly StoredEvent[] });
    });
  }

  /** A number for a new group or stream; never given out twice. */
  newId(): number {
    this.#access.beforeWrite();
    return this.#take(1);
  }

  /** Takes `count` numbers in a row, in the transaction of what they are for. */
  #take(count: number): number {
    const found = this.#access.prepare('SELECT value FROM meta WHERE key = ?').get(firstFree);
    const first = Number(found?.value ?? 1);
    this.#access
      .prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)')
      .run(firstFree, String(first + count));
    return first;
  }
}

function selection(query: EventQuery): { readonly sql: string; readonly values: number[] } {
  const { of, from, until, after, before, descending = false, limit } = query;
  const parts = ['group' in of ? 'group_id = ?' : 'stream_id = ?'];
  const values = ['group' in of ? of.group : of.stream];
  const add = (sql: string, ...given: number[]): void => {
    parts.push(sql);
    values.push(...given);
  };
  // Of a position its time is looked up too: the index begins, or ends, there and not with the whole range.
  if (from !== undefined || after !== undefined) add('at >= ?', Math.max(from ?? 0, after?.at ?? 0));
  if (until !== undefined || before !== undefined) {
    add('at < ?', Math.min(until ?? Infinity, before === undefined ? Infinity : before.at + 1));
  }
  if (after !== undefined) add('(at, seq) > (?, ?)', after.at, after.seq);
  if (before !== undefined) add('(at, seq) < (?, ?)', before.at, before.seq);
  const direction = descending ? 'DESC' : 'ASC';
  const sql = `SELECT at, seq, stream_id, ingested_at, message FROM ${table} WHERE ${parts.join(' AND ')}
    ORDER BY at ${direction}, seq ${direction} LIMIT ?`;
  return { sql, values: [...values, limit] };
}

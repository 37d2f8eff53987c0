import { DatabaseSync, type StatementSync } from 'node:sqlite';

import { LongshoreError, messageOf } from '../kernel/errors.ts';
import { type Change, ChangeFeed } from './change-feed.ts';
import { LineLog } from './line-log.ts';
import { RowCache } from './row-cache.ts';
import { migrations } from './migrations/index.ts';
import { type Companion, Table, type TableSpec } from './table.ts';

export interface StoreOptions {
  /** Path of the database file, or `undefined` to keep everything in memory. */
  readonly file?: string;
  /** Told of errors that a change listener threw. */
  readonly onListenerError: (error: unknown) => void;
}

/**
 * The one database of an installation: SQLite in WAL mode. Every acknowledged call is one
 * transaction, so it survives `kill -9`; what was committed is told through `changes`.
 *
 * Everything is synchronous: a read, a decision and a write made without an `await` between them
 * cannot interleave with anything else.
 */
export class Store implements Disposable {
  readonly changes: ChangeFeed;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #caches = new Map<string, RowCache>();
  readonly #companions = new Map<string, Set<Companion>>();
  #transaction: 'none' | 'open' | 'begun' = 'none';
  #pending: Change[] = [];

  constructor(options: StoreOptions) {
    this.changes = new ChangeFeed(options.onListenerError);
    this.#database = openDatabase(options.file);
  }

  /** A typed view of one table. Cheap; statements are shared. */
  table<Row>(spec: TableSpec<Row>): Table<Row> {
    return new Table(spec, {
      cache: this.#cacheOf(spec.name),
      prepare: (sql) => this.#prepare(sql),
      beforeWrite: () => this.#beginBeforeWrite(),
      changed: (change) => this.#changed(change),
      subscribe: (listener) => this.changes.subscribe(spec.name, listener),
      companions: this.#companionsOf(spec.name),
      transaction: (work) => this.transaction(work),
    });
  }

  /** The log events of all groups and streams. Cheap; statements are shared. */
  lineLog(): LineLog {
    return new LineLog({
      prepare: (sql) => this.#prepare(sql),
      beforeWrite: () => this.#beginBeforeWrite(),
      changed: (change) => this.#changed(change),
      subscribe: (table, listener) => this.changes.subscribe(table, listener),
    });
  }

  /**
   * Runs `work` in one transaction: all of its writes are kept, or none when it throws. A
   * transaction within a transaction joins it.
   */
  transaction<Result>(work: () => Result): Result {
    if (this.#transaction !== 'none') return work();
    this.#transaction = 'open';
    try {
      const result = work();
      if (this.#hasBegun()) this.#prepare('COMMIT').run();
      this.changes.publish(this.#pending);
      return result;
    } catch (error) {
      if (this.#hasBegun()) this.#prepare('ROLLBACK').run();
      // What was read since the first write may never have been.
      for (const cache of this.#caches.values()) cache.clear();
      throw error;
    } finally {
      this.#transaction = 'none';
      this.#pending = [];
    }
  }

  /**
   * The database is told of a transaction with its first write. What was read before that cannot have
   * changed: nobody else has the database, and nothing interleaves. So a call that only reads pays nothing.
   */
  #beginBeforeWrite(): void {
    if (this.#transaction !== 'open') return;
    this.#prepare('BEGIN IMMEDIATE').run();
    this.#transaction = 'begun';
  }

  /** One per table, however many views of it there are. */
  #cacheOf(table: string): RowCache {
    const cache = this.#caches.get(table) ?? new RowCache();
    this.#caches.set(table, cache);
    return cache;
  }

  #companionsOf(table: string): Set<Companion> {
    const companions = this.#companions.get(table) ?? new Set();
    this.#companions.set(table, companions);
    return companions;
  }

  #hasBegun(): boolean {
    return this.#transaction === 'begun';
  }

  /** A value kept by name, such as the installation's id; made by `create` when there is none. */
  meta(key: string, create: () => string): string {
    const found = this.getMeta(key);
    if (found !== undefined) return found;
    const value = create();
    this.setMeta(key, value);
    return value;
  }

  getMeta(key: string): string | undefined {
    const found = this.#prepare('SELECT value FROM meta WHERE key = ?').get(key);
    return typeof found?.['value'] === 'string' ? found['value'] : undefined;
  }

  setMeta(key: string, value: string): void {
    this.#beginBeforeWrite();
    this.#prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(key, value);
  }

  [Symbol.dispose](): void {
    this.#statements.clear();
    if (this.#database.isOpen) this.#database.close();
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #changed(change: Change): void {
    if (this.#transaction !== 'none') this.#pending.push(change);
    else this.changes.publish([change]);
  }
}

function openDatabase(file: string | undefined): DatabaseSync {
  try {
    const database = new DatabaseSync(file ?? ':memory:');
    // The exclusive lock is what keeps a second Longshore off this data directory; unlike a lock
    // file with a process id, it goes away with the process however that ends.
    database.exec('PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;');
    database.exec('PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; BEGIN EXCLUSIVE; COMMIT;');
    migrate(database);
    if (file === undefined) spillEvents(database);
    return database;
  } catch (error) {
    if (error instanceof LongshoreError) throw error;
    if (messageOf(error).includes('locked')) {
      throw new LongshoreError('DATA_DIRECTORY_IN_USE', `${file} is in use by another Longshore.`, {
        hint: 'Stop the other one, or choose another --data-dir (or --ephemeral).',
        cause: error,
      });
    }
    throw new LongshoreError('DATA_DIRECTORY_UNUSABLE', `Cannot open ${file}: ${messageOf(error)}.`, {
      hint: 'Choose a writable directory with --data-dir, or keep everything in memory with --ephemeral.',
      cause: error,
    });
  }
}

/**
 * What containers write can be more than memory holds: of a database in memory the events of logs lie in a
 * temporary file, which has no name and is gone with the process, however that ends.
 */
function spillEvents(database: DatabaseSync): void {
  const objects = database
    .prepare("SELECT sql FROM sqlite_schema WHERE tbl_name = 'log_events' AND sql IS NOT NULL ORDER BY rowid")
    .all();
  database.exec("DROP TABLE log_events; ATTACH DATABASE '' AS spill; PRAGMA spill.journal_mode = MEMORY;");
  for (const { sql } of objects) {
    database.exec(String(sql).replace(/^CREATE (TABLE|INDEX) /, 'CREATE $1 spill.'));
  }
}

function migrate(database: DatabaseSync): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
  if (version > migrations.length) {
    throw new LongshoreError(
      'DATA_DIRECTORY_TOO_NEW',
      `The data directory was written by a newer Longshore (schema ${version}, this one knows ${migrations.length}).`,
      { hint: 'Use the newer Longshore, or choose another --data-dir.' },
    );
  }
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue;
    database.exec(`BEGIN IMMEDIATE; ${sql}; PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
}

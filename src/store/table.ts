import type { StatementSync } from 'node:sqlite';

import type { Change } from './change-feed.ts';
import type { RowCache } from './row-cache.ts';

export type ColumnValue = string | number | null;

/** How rows of one kind lie in the database. */
export interface TableSpec<Row> {
  readonly name: string;
  /** The columns of the primary key, in order. */
  readonly key: readonly string[];
  /** The look-up columns of a row, key columns included, always the same set of names. */
  readonly columns: (row: Row) => Readonly<Record<string, ColumnValue>>;
}

/** A condition on one column: equal to a value, one of several, or (not) null. */
export type Condition =
  | ColumnValue
  | { readonly in: readonly (string | number)[] }
  | { readonly not: ColumnValue }
  | { readonly below: number }
  | { readonly startsWith: string };

export interface Query {
  readonly where?: Readonly<Record<string, Condition | undefined>>;
  /** Columns to sort by; the key by default. */
  readonly orderBy?: readonly string[];
  readonly descending?: boolean;
  /** Only rows after this position (values of `orderBy`), for paging. */
  readonly after?: readonly (string | number)[];
  readonly limit?: number;
}

interface Access {
  readonly cache: RowCache;
  prepare(sql: string): StatementSync;
  /** Called before anything is written, so that the transaction that is open begins. */
  beforeWrite(): void;
  changed(change: Change): void;
  subscribe(listener: (change: Change) => void): Disposable;
  /** Those who write with each row that is put; see `Table.writeAlong`. */
  readonly companions: Set<Companion>;
  transaction(work: () => void): void;
}

/** `before` is absent where there was no such row. */
export type Companion = (row: unknown, before: unknown) => void;

/** A committed change of one row; without `row`, it was deleted. */
export interface RowChange<Row> {
  readonly key: readonly (string | number)[];
  readonly row?: Row;
}

/** Typed rows in one table. `body` is what a row is; the other columns are only for looking it up. */
export class Table<Row> {
  readonly name: string;
  readonly #spec: TableSpec<Row>;
  readonly #access: Access;
  readonly #cache: RowCache;

  constructor(spec: TableSpec<Row>, access: Access) {
    this.name = spec.name;
    this.#spec = spec;
    this.#access = access;
    this.#cache = access.cache;
  }

  /** The same row may be given to many: it must not be changed. */
  get(...key: readonly (string | number)[]): Row | undefined {
    const known = this.#cache.get(key);
    // Rows of this table only are kept under its name.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    if (known !== undefined) return known as Row;
    const where = this.#spec.key.map((column) => `${column} = ?`).join(' AND ');
    const found = this.#access.prepare(`SELECT body FROM ${this.name} WHERE ${where}`).get(...key);
    if (found === undefined) return undefined;
    const row = this.#read(found.body);
    this.#cache.set(key, row);
    return row;
  }

  /** Inserts the row, or replaces the one with the same key. */
  put(row: Row): void {
    const columns = this.#spec.columns(row);
    const names = Object.keys(columns);
    const marks = names.map(() => '?').join(', ');
    const updates = names
      .filter((name) => !this.#spec.key.includes(name))
      .map((name) => `${name} = excluded.${name}`);
    const sql = `INSERT INTO ${this.name} (${names.join(', ')}, body) VALUES (${marks}, ?)
      ON CONFLICT (${this.#spec.key.join(', ')}) DO UPDATE SET ${[...updates, 'body = excluded.body'].join(', ')}`;
    const key = this.#keyOf(columns);
    const write = (): void => {
      this.#access.beforeWrite();
      this.#cache.delete(key);
      this.#access.prepare(sql).run(...Object.values(columns), JSON.stringify(row));
      this.#access.changed({ table: this.name, key, row });
    };
    const { companions } = this.#access;
    if (companions.size === 0) return write();
    this.#access.transaction(() => {
      const before = this.get(...key);
      write();
      for (const companion of companions) companion(row, before);
    });
  }

  /** Deletes the row; says whether there was one. */
  delete(...key: readonly (string | number)[]): boolean {
    const where = this.#spec.key.map((column) => `${column} = ?`).join(' AND ');
    this.#access.beforeWrite();
    this.#cache.delete(key);
    const { changes } = this.#access.prepare(`DELETE FROM ${this.name} WHERE ${where}`).run(...key);
    if (Number(changes) === 0) return false;
    this.#access.changed({ table: this.name, key });
    return true;
  }

  /** Deletes a row as it was read. */
  remove(row: Row): boolean {
    return this.delete(...this.#keyOf(this.#spec.columns(row)));
  }

  select(query: Query = {}): Row[] {
    const { sql, values } = this.#clauses(query);
    const found = this.#access.prepare(`SELECT body FROM ${this.name}${sql}`).all(...values);
    return found.map((row) => this.#read(row.body));
  }

  count(query: Pick<Query, 'where'> = {}): number {
    const { sql, values } = conditions(query.where ?? {});
    const found = this.#access.prepare(`SELECT count(*) AS rows FROM ${this.name}${sql}`).get(...values);
    return Number(found?.rows ?? 0);
  }

  /** Tells of every committed change, in order, after the call that made it; see `ChangeFeed`. */
  onChange(listener: (change: RowChange<Row>) => void): Disposable {
    return this.#access.subscribe(({ key, row }) => {
      // Rows of this table are put in by this class only.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      listener(row === undefined ? { key } : { key, row: row as Row });
    });
  }

  /**
   * Calls `companion` within the transaction of each `put`, after the row: what it writes is kept with the
   * row or not at all, so nothing can be lost between the two. What it throws, the writer of the row gets.
   */
  writeAlong(companion: (row: Row, before: Row | undefined) => void): Disposable {
    const { companions } = this.#access;
    // Rows of this table are put in by this class only.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const entry: Companion = (row, before) => companion(row as Row, before as Row | undefined);
    companions.add(entry);
    return { [Symbol.dispose]: () => void companions.delete(entry) };
  }

  #clauses(query: Query): { sql: string; values: (string | number)[] } {
    const orderBy = query.orderBy ?? this.#spec.key;
    const direction = query.descending === true ? 'DESC' : 'ASC';
    const { sql, values } = conditions(query.where ?? {});
    let clauses = sql;
    if (query.after !== undefined) {
      const comparison = query.descending === true ? '<' : '>';
      const marks = query.after.map(() => '?').join(', ');
      clauses += `${clauses === '' ? ' WHERE' : ' AND'} (${orderBy.join(', ')}) ${comparison} (${marks})`;
      values.push(...query.after);
    }
    clauses += ` ORDER BY ${orderBy.map((column) => `${column} ${direction}`).join(', ')}`;
    if (query.limit !== undefined) {
      clauses += ' LIMIT ?';
      values.push(query.limit);
    }
    return { sql: clauses, values };
  }

  #keyOf(columns: Readonly<Record<string, ColumnValue>>): (string | number)[] {
    return this.#spec.key.map((name) => columns[name] ?? '');
  }

  #read(body: unknown): Row {
    // The body was written by `put` from a Row: the database is this class's own.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return JSON.parse(String(body)) as Row;
  }
}

function conditions(where: NonNullable<Query['where']>): { sql: string; values: (string | number)[] } {
  const parts: string[] = [];
  const values: (string | number)[] = [];
  for (const [column, condition] of Object.entries(where)) {
    if (condition === undefined) continue;
    if (condition === null) {
      parts.push(`${column} IS NULL`);
    } else if (typeof condition !== 'object') {
      parts.push(`${column} = ?`);
      values.push(condition);
    } else if ('in' in condition) {
      parts.push(`${column} IN (SELECT value FROM json_each(?))`);
      values.push(JSON.stringify(condition.in));
    } else if ('below' in condition) {
      parts.push(`${column} < ?`);
      values.push(condition.below);
    } else if ('startsWith' in condition) {
      // A range, not LIKE: it uses the index, and no character of the prefix is special.
      parts.push(`${column} >= ? AND ${column} < ?`);
      values.push(condition.startsWith, `${condition.startsWith}\u{10FFFF}`);
    } else if (condition.not === null) {
      parts.push(`${column} IS NOT NULL`);
    } else {
      parts.push(`${column} <> ?`);
      values.push(condition.not);
    }
  }
  return { sql: parts.length === 0 ? '' : ` WHERE ${parts.join(' AND ')}`, values };
}

type Key = readonly (string | number)[];

/** Rows of a table; a row of a task is a few kilobytes. */
const mostRows = 1000;

/**
 * Rows as they were last read, so that one that is asked for again and again need not be parsed again.
 * Nobody else writes the database, so a row holds until it is written, deleted or rolled back.
 */
export class RowCache {
  readonly #rows = new Map<string, unknown>();

  get(key: Key): unknown {
    return this.#rows.get(nameOf(key));
  }

  set(key: Key, row: unknown): void {
    if (this.#rows.size >= mostRows) {
      const [oldest] = this.#rows.keys();
      if (oldest !== undefined) this.#rows.delete(oldest);
    }
    this.#rows.set(nameOf(key), row);
  }

  delete(key: Key): void {
    this.#rows.delete(nameOf(key));
  }

  clear(): void {
    this.#rows.clear();
  }
}

const nameOf = (key: Key): string => (key.length === 1 ? String(key[0]) : JSON.stringify(key));

/** One committed change of one row; `row` is absent when the row was deleted. */
export interface Change {
  readonly table: string;
  readonly key: readonly (string | number)[];
  readonly row?: unknown;
}

export type ChangeListener = (change: Change) => void;

/**
 * Tells who asks what was committed, in the order of commits, after the writer's own call has
 * returned: a listener can never fail or delay the call that made the change. Rows are handed out as
 * they were written; treat them as read-only.
 */
export class ChangeFeed {
  readonly #listeners = new Map<string, Set<ChangeListener>>();
  readonly #onError: (error: unknown) => void;
  #waiting: Change[] = [];

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  subscribe(table: string, listener: ChangeListener): Disposable {
    const listeners = this.#listeners.get(table) ?? new Set();
    this.#listeners.set(table, listeners.add(listener));
    return { [Symbol.dispose]: () => void listeners.delete(listener) };
  }

  publish(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    if (this.#waiting.length === 0) queueMicrotask(() => this.#deliver());
    this.#waiting.push(...changes);
  }

  #deliver(): void {
    const changes = this.#waiting;
    this.#waiting = [];
    for (const change of changes) {
      for (const listener of this.#listeners.get(change.table) ?? []) {
        try {
          listener(change);
        } catch (error) {
          this.#onError(error);
        }
      }
    }
  }
}

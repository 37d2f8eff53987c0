/**
 * A bounded first-in, first-out channel from several writers to one reader. `send` resolves when there
 * is room, which is how back-pressure travels; after the reader has left, or `close`, it resolves
 * `false` and the item is dropped.
 */
export class Channel<Item> implements AsyncIterable<Item> {
  readonly #capacity: number;
  readonly #items: Item[] = [];
  #writers: (() => void)[] = [];
  #reader: (() => void) | undefined;
  #state: 'open' | 'closing' | 'closed' = 'open';

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  async send(item: Item): Promise<boolean> {
    while (this.#state === 'open' && this.#items.length >= this.#capacity) {
      await new Promise<void>((resolve) => this.#writers.push(resolve));
    }
    return this.post(item);
  }

  /** Adds the item whether there is room or not: for items that are few and must not wait. */
  post(item: Item): boolean {
    if (this.#state !== 'open') return false;
    this.#items.push(item);
    this.#reader?.();
    return true;
  }

  /** What is in the channel is still read; nothing is added any more. */
  close(): void {
    if (this.#state === 'open') this.#state = 'closing';
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Item> {
    try {
      for (;;) {
        const item = this.#items.shift();
        if (item !== undefined) {
          this.#writers.shift()?.();
          yield item;
        } else if (this.#state === 'open') {
          await new Promise<void>((resolve) => {
            this.#reader = resolve;
          });
          this.#reader = undefined;
        } else {
          return;
        }
      }
    } finally {
      this.#state = 'closed';
      this.#items.length = 0;
      this.#wake();
    }
  }

  #wake(): void {
    this.#reader?.();
    for (const resume of this.#writers) resume();
    this.#writers = [];
  }
}

/**
 * A serial mailbox: messages are handled one at a time, in the order in which they came, and a
 * handler that posts to its own mailbox is never re-entered.
 *
 * `handle` is synchronous on purpose: whatever takes time belongs in an effect whose result comes
 * back as another message. An error of `handle` goes to `onError` and does not stop later messages.
 */
export class Mailbox<Message> {
  readonly #handle: (message: Message) => void;
  readonly #onError: (error: unknown, message: Message) => void;
  readonly #waiting: Message[] = [];
  #busy = false;
  #closed = false;

  constructor(handle: (message: Message) => void, onError: (error: unknown, message: Message) => void) {
    this.#handle = handle;
    this.#onError = onError;
  }

  /** Hands a message over; after `close` it is dropped. */
  post(message: Message): void {
    if (this.#closed) return;
    this.#waiting.push(message);
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
        this.#deliver(next);
      }
    } finally {
      this.#busy = false;
    }
  }

  close(): void {
    this.#closed = true;
    this.#waiting.length = 0;
  }

  #deliver(message: Message): void {
    try {
      this.#handle(message);
    } catch (error) {
      this.#onError(error, message);
    }
  }
}

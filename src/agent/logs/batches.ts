import { AwsError } from '../../aws/aws-error.ts';
import type { Followed, FollowerParts } from './follower.ts';
import type { LineEvent } from './line-events.ts';

/** CloudWatch Logs will not have it, however often it is asked. */
export const isRefusal = (error: unknown): error is AwsError =>
  error instanceof AwsError && error.fault === 'client';

const dropped = 'CloudWatch Logs does not take the output of a container; it is dropped';

/** Events wait so long, in milliseconds, for others to be written with them; so many, or so much text. */
const longestWait = 5;
const mostEvents = 500;
const mostText = 256 * 1024;

/**
 * Writes events in batches, each in one transaction with the position behind its last event. Disposing it
 * writes the rest. After a failed write nothing is written any more, and the failure is thrown.
 */
export class Batches implements AsyncDisposable {
  readonly #parts: FollowerParts;
  readonly #followed: Followed;
  #waiting: LineEvent[] = [];
  #text = 0;
  #timer: Disposable | undefined;
  #writing: Promise<void> = Promise.resolve();
  #isRefused = false;
  #failure: { readonly error: unknown } | undefined;

  constructor(parts: FollowerParts, followed: Followed) {
    this.#parts = parts;
    this.#followed = followed;
  }

  /** What is read faster than it is written must wait, or it would pile up. */
  get isFull(): boolean {
    return this.#waiting.length >= mostEvents || this.#text >= mostText;
  }

  add(events: readonly LineEvent[]): void {
    for (const event of events) {
      this.#waiting.push(event);
      this.#text += event.message.length;
    }
    if (this.#waiting.length === 0) return;
    const { clock } = this.#parts;
    this.#timer ??= clock.schedule(clock.now() + longestWait, () => void this.written().catch(() => {}));
  }

  /** Resolves when everything so far has been written; rejects when something could not be. */
  async written(): Promise<void> {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    const batch = this.#waiting;
    this.#waiting = [];
    this.#text = 0;
    if (batch.length > 0) this.#writing = this.#writing.then(() => this.#write(batch));
    await this.#writing;
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  async #write(batch: readonly LineEvent[]): Promise<void> {
    if (this.#failure !== undefined) return;
    const { sink, shipped, log } = this.#parts;
    const { destination, runtimeId, taskArn } = this.#followed;
    const position = batch.at(-1)?.position ?? {};
    const note = (): void => shipped.put({ runtimeId, taskArn, position });
    try {
      await sink.write(destination, batch, note);
    } catch (error) {
      if (!isRefusal(error)) {
        this.#failure = { error };
        return;
      }
      // As docker's driver: what CloudWatch does not take is dropped, and the container goes on.
      if (!this.#isRefused) log.warn({ task: taskArn, ...destination, problem: error.message }, dropped);
      this.#isRefused = true;
      note();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.written();
  }
}

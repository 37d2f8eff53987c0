import { messageOf } from '../../kernel/errors.ts';
import type { Console } from '../console.ts';

/** What can be done to the task. */
export interface Target {
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/** Ctrl-C: the first stops the task, the second kills it. What comes before there is a task is kept for it. */
export class Interrupts implements Disposable {
  #count = 0;
  #target: Target | undefined;
  readonly #say: (text: string) => void;
  readonly #subscription: Disposable;

  constructor(console: Pick<Console, 'onInterrupt'>, say: (text: string) => void) {
    this.#say = say;
    this.#subscription = console.onInterrupt((signal) => {
      // A pipe that nobody reads breaks again with every line: it asks to stop, once.
      if (signal === 'SIGPIPE' && this.#count > 0) return;
      this.#count += 1;
      this.#act(this.#count);
    });
  }

  /** How many there were. */
  get count(): number {
    return this.#count;
  }

  handOver(target: Target): void {
    this.#target = target;
    if (this.#count > 0) this.#act(Math.min(this.#count, 2));
  }

  [Symbol.dispose](): void {
    this.#subscription[Symbol.dispose]();
  }

  #act(count: number): void {
    const target = this.#target;
    if (target === undefined || count > 2) return;
    this.#say(count === 1 ? 'Stopping the task (Ctrl-C again to kill it)' : 'Killing the task');
    const done = count === 1 ? target.stop() : target.kill();
    done.catch((error: unknown) => this.#say(`That failed: ${messageOf(error)}`));
  }
}

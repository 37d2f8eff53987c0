/**
 * Work that is done one at a time. Whoever asks while it is under way shares the run that comes after: it begins
 * after he has asked, so it sees all that he has seen, and however many ask it is one run.
 */
export class SharedRun {
  readonly #work: () => Promise<void>;
  #running: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(work: () => Promise<void>) {
    this.#work = work;
  }

  /** Ends, and fails, with a run that began after this call. */
  ask(): Promise<void> {
    const begin = (): Promise<void> => {
      this.#next = undefined;
      this.#running = this.#work();
      return this.#running;
    };
    this.#next ??= this.#running.then(begin, begin);
    return this.#next;
  }

  /** Resolves when nothing is under way any more, whether it failed or not. */
  async settled(): Promise<void> {
    await this.#next?.catch(() => {});
    await this.#running.catch(() => {});
  }
}

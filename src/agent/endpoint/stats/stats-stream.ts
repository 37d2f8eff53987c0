import type { ContainerStats } from '../../../docker/stats-types.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { StatsSource } from './stats-source.ts';

/** How long nobody has to ask until the engine is no longer asked either. */
const idleMs = 30_000;

export interface Samples {
  readonly last: ContainerStats;
  readonly before?: ContainerStats;
}

export interface StatsStreamParts {
  readonly source: StatsSource;
  readonly clock: Clock;
  readonly runtimeId: string;
  /** It has ended, by itself or for want of questions. */
  readonly onEnd: () => void;
}

/** One stream of the engine, which all who ask for the container's stats share. */
export class StatsStream implements Disposable {
  readonly #parts: StatsStreamParts;
  readonly #abort = new AbortController();
  readonly #first = Promise.withResolvers<void>();
  #samples: Samples | undefined;
  #askedAt: number;
  #idle: Disposable | undefined;

  constructor(parts: StatsStreamParts) {
    this.#parts = parts;
    this.#askedAt = parts.clock.now();
    this.#watchForIdleness();
    void this.#follow();
  }

  /** The last samples: at once when there are any, else when there is one. `undefined` when it has ended. */
  async ask(signal: AbortSignal): Promise<Samples | undefined> {
    this.#askedAt = this.#parts.clock.now();
    if (this.#samples === undefined) await untilAborted(this.#first.promise, signal);
    return this.#samples;
  }

  [Symbol.dispose](): void {
    this.#idle?.[Symbol.dispose]();
    this.#abort.abort(new Error('nobody asks for stats any more'));
    this.#first.resolve();
  }

  async #follow(): Promise<void> {
    const { source, runtimeId, onEnd } = this.#parts;
    try {
      for await (const last of source.stats(runtimeId, this.#abort.signal)) {
        const before = this.#samples?.last;
        this.#samples = before === undefined ? { last } : { last, before };
        this.#first.resolve();
      }
    } catch {
      // The container is gone, or the engine is: who asks next is told so, or finds a new stream.
    } finally {
      this[Symbol.dispose]();
      onEnd();
    }
  }

  #watchForIdleness(): void {
    const { clock } = this.#parts;
    this.#idle = clock.schedule(this.#askedAt + idleMs, () => {
      if (clock.now() - this.#askedAt >= idleMs) this[Symbol.dispose]();
      else this.#watchForIdleness();
    });
  }
}

async function untilAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const aborted = Promise.withResolvers<void>();
  const abort = (): void => aborted.resolve();
  signal.addEventListener('abort', abort, { once: true });
  try {
    await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

import type { Clock } from '../../../kernel/clock.ts';

/** The agent takes one request of a kind from a container in five seconds. */
const intervalMs = 5000;

/** When each was last taken; what is older than the interval is forgotten. */
export class RequestIntervals {
  readonly #clock: Clock;
  readonly #taken = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether the request may pass. */
  take(key: string): boolean {
    const now = this.#clock.now();
    // In order of time, so that the first that is young ends it.
    for (const [known, at] of this.#taken) {
      if (now - at < intervalMs) break;
      this.#taken.delete(known);
    }
    if (this.#taken.has(key)) return false;
    this.#taken.set(key, now);
    return true;
  }
}

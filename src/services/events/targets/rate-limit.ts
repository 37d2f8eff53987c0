import type { Clock } from '../../../kernel/clock.ts';

interface Bucket {
  tokens: number;
  at: number;
}

/** Lets so many through a second per name, a second's worth of them at once. */
export class RateLimit {
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves when the next may go; each call takes a place in the queue. */
  async take(name: string, perSecond: number, signal: AbortSignal): Promise<void> {
    const now = this.#clock.now();
    const bucket = this.#buckets.get(name) ?? { tokens: perSecond, at: now };
    const tokens = Math.min(perSecond, bucket.tokens + ((now - bucket.at) * perSecond) / 1000) - 1;
    this.#buckets.set(name, { tokens, at: now });
    if (tokens < 0) await this.#clock.sleep(Math.ceil((-tokens * 1000) / perSecond), signal);
  }
}

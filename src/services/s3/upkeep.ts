import type { Clock } from '../../kernel/clock.ts';
import { abortExpired } from './lifecycle/expired-uploads.ts';
import { type Lifecycle, sweepBucket } from './lifecycle/sweep-bucket.ts';

/** After a start, for what fell due while nobody ran. */
const SOON = 10_000;
const EVERY = 3_600_000;

export interface UpkeepParts extends Lifecycle {
  readonly clock: Clock;
  /** Told of what failed; the next round tries again. */
  readonly onError: (error: unknown) => void;
}

/** Carries the lifecycle rules of all buckets out, every hour; until disposed. */
export function startUpkeep(parts: UpkeepParts): AsyncDisposable {
  const { clock, onError } = parts;
  const stop = new AbortController();
  const run = async (): Promise<void> => {
    for (let wait = SOON; ; wait = EVERY) {
      await clock.sleep(wait, stop.signal);
      try {
        await carryOut(parts, stop.signal);
      } catch (error) {
        if (stop.signal.aborted) return;
        onError(error);
      }
    }
  };
  // Ends only by being stopped.
  const running = run().catch(() => {});
  return {
    async [Symbol.asyncDispose]() {
      stop.abort(new Error('the upkeep of Amazon S3 stops'));
      await running;
    },
  };
}

async function carryOut(parts: Lifecycle, signal: AbortSignal): Promise<void> {
  const buckets = parts.tables.buckets.select().filter(({ settings }) => settings.lifecycle !== undefined);
  for (const { name } of buckets) {
    await abortExpired(parts, name, signal);
    await sweepBucket(parts, name, signal);
  }
}

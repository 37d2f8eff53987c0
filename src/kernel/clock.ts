/**
 * Time, passed in. Everything outside `kernel/` takes its time from a `Clock`, so that bake times,
 * time-outs and retention are tested in milliseconds with a `VirtualClock` (see `virtual-clock.ts`).
 *
 * All times are milliseconds since the Unix epoch.
 */
export interface Clock {
  now(): number;
  /** Calls `work` once, not before `at`. Disposing the result cancels it. */
  schedule(at: number, work: () => void): Disposable;
  /** Resolves after `ms`; rejects with the signal's reason when aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/**
 * Longer waits are cut into several, since a timer of Node knows nothing of the clock: it stands still while the
 * machine sleeps, and does not see the clock being set. So what is due at 9:00 is at most this late.
 */
const longestDelay = 60_000;

/** The machine's own clock. Its timers do not keep the process alive. */
export const realClock: Clock = {
  now: () => Date.now(),
  schedule(at, work) {
    let timer: NodeJS.Timeout;
    const arm = (): void => {
      const delay = Math.max(0, at - Date.now());
      timer = setTimeout(() => (delay > longestDelay ? arm() : work()), Math.min(delay, longestDelay));
      timer.unref();
    };
    arm();
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  },
  sleep: (ms, signal) => sleepOn(realClock, ms, signal),
};

/** `Clock.sleep` in terms of `Clock.schedule`, shared by every clock. */
export function sleepOn(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const abort = (): void => {
      timer[Symbol.dispose]();
      reject(signal?.reason);
    };
    const timer = clock.schedule(clock.now() + ms, () => {
      signal?.removeEventListener('abort', abort);
      resolve();
    });
    signal?.addEventListener('abort', abort, { once: true });
  });
}

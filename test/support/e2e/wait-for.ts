import { setTimeout as sleep } from 'node:timers/promises';

/** Asks until there is an answer, and fails with what was waited for when that takes far too long. */
export async function waitFor<T>(
  what: string,
  ask: () => T | undefined | Promise<T | undefined>,
  limit = 60_000,
): Promise<T> {
  const begun = performance.now();
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() - begun > limit) throw new Error(`waited ${limit} ms in vain for ${what}`);
    await sleep(25);
  }
}

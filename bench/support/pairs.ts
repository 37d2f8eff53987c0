import type { BenchContext } from '../figure.ts';

export interface Pairs {
  readonly values: readonly number[];
  readonly baseline: readonly number[];
}

/**
 * Measures ours and the baseline in turns, so that what drifts on the machine drifts for both; which of
 * them goes first alternates. The first pair warms up caches and is not counted.
 */
export async function inPairs(
  { runs, signal, progress }: BenchContext,
  ours: () => Promise<number>,
  baseline: () => Promise<number>,
): Promise<Pairs> {
  const result = { values: new Array<number>(), baseline: new Array<number>() };
  for (let pair = 0; pair <= runs; pair += 1) {
    signal.throwIfAborted();
    progress(pair === 0 ? 'warm-up' : `pair ${pair} of ${runs}`);
    let [value, held] = [Number.NaN, Number.NaN];
    if (pair % 2 === 0) {
      value = await ours();
      held = await baseline();
    } else {
      held = await baseline();
      value = await ours();
    }
    if (pair === 0) continue;
    result.values.push(value);
    result.baseline.push(held);
  }
  return result;
}

export async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

import type { Row, Target } from './figure.ts';

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function spread(values: readonly number[]): Spread {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/** Of value / baseline, pair by pair: what slowed both halves of a pair cancels. */
export function ratios({ values, baseline }: Row): Spread | undefined {
  if (baseline === undefined) return undefined;
  return spread(values.map((value, index) => value / (baseline.values[index] ?? Number.NaN)));
}

export function isMet(row: Row, target: Target): boolean {
  const measured = target.of === 'ratio' ? ratios(row)?.median : median(row.values);
  if (measured === undefined) return false;
  return target.limit === 'at most' ? measured <= target.value : measured >= target.value;
}

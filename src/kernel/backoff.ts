/**
 * How long to wait before attempt `attempt` (from 1), doubling from `first` up to `most`
 * milliseconds, with up to a quarter taken off by `jitter` (0 ≤ jitter < 1) so that many waiters
 * do not come back at once.
 */
export function backoff(attempt: number, first: number, most: number, jitter = 0): number {
  const full = Math.min(most, first * 2 ** (attempt - 1));
  return Math.round(full * (1 - jitter / 4));
}

import type { LogsScope } from '../operation.ts';
import type { GroupRecord } from './tables.ts';

/** The only periods, in days, that PutRetentionPolicy takes. */
export const retentionPeriods: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const day = 24 * 60 * 60_000;

/** Events before this time have expired; `undefined` where none ever do. */
export function expiresBefore(group: GroupRecord, now: number): number | undefined {
  return group.retentionInDays === undefined ? undefined : now - group.retentionInDays * day;
}

/** The start of what a client may see: what has expired is gone at once, however much is still to be removed. */
export function visibleFrom({ now }: LogsScope, group: GroupRecord, startTime: number | undefined): number {
  return Math.max(startTime ?? 0, expiresBefore(group, now) ?? 0);
}

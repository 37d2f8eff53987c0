import type { S3Tables } from '../model/tables.ts';
import { expireCurrent, expireNoncurrent, type Expirer, type Walk } from './expire.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { S3Call } from '../operation.ts';
import type { Blobs } from '../storage/blobs.ts';

export interface Lifecycle extends Omit<Expirer, 'now'>, Pick<S3Call, 'transaction'> {
  readonly tables: S3Tables;
  readonly blobs: Blobs;
  readonly clock: Clock;
}

/** Versions that are looked at in one go; calls are answered in between. */
const BATCH = 500;

/** Deletes and moves what a bucket's rules say. */
export async function sweepBucket(parts: Lifecycle, name: string, signal: AbortSignal): Promise<void> {
  const { tables, clock, blobs, transaction } = parts;
  const expirer: Expirer = { ...parts, now: () => clock.now() };
  let after: readonly (string | number)[] = [''];
  let walk: Walk | undefined;
  for (;;) {
    const bucket = tables.buckets.get(name);
    const rules = bucket?.settings.lifecycle?.rules;
    if (bucket === undefined || rules === undefined) return;
    const orderBy = ['key', 'position'].slice(0, after.length);
    const batch = tables.allVersions.select({ where: { bucket: name }, orderBy, after, limit: BATCH });
    const removed = transaction(() =>
      batch.flatMap((version) => {
        const newer = walk?.newer.key === version.key ? walk : undefined;
        walk = { newer: version, noncurrent: newer === undefined ? 0 : newer.noncurrent + 1 };
        return newer === undefined
          ? expireCurrent(expirer, bucket, rules, version)
          : expireNoncurrent(expirer, bucket, rules, version, newer);
      }),
    );
    // Nobody waits for the disk: what is not removed now is swept at the next start.
    void blobs.remove(removed);
    const last = batch.at(-1);
    if (last === undefined || batch.length < BATCH) return;
    // Whatever is older than it has a higher position, also where it has just ceased to be current.
    after = [last.key, 0 - (last.order ?? 0)];
    await clock.sleep(1, signal);
  }
}

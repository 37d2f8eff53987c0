import { midnightAfter, rulesFor } from '../model/expiration.ts';
import { forgetUpload } from '../model/uploads.ts';
import type { Lifecycle } from './sweep-bucket.ts';

const BATCH = 500;

/** Aborts multipart uploads that a rule of their bucket gives no more time. */
export async function abortExpired(parts: Lifecycle, name: string, signal: AbortSignal): Promise<void> {
  const { tables, clock, blobs, transaction } = parts;
  let after: readonly string[] = ['', ''];
  for (;;) {
    const rules = tables.buckets.get(name)?.settings.lifecycle?.rules;
    if (rules === undefined) return;
    const batch = tables.uploads.select({
      where: { bucket: name },
      orderBy: ['key', 'id'],
      after,
      limit: BATCH,
    });
    const removed = transaction(() =>
      batch.flatMap((upload) => {
        const isDue = rulesFor(rules, { key: upload.key }).some(
          ({ AbortIncompleteMultipartUpload: abort }) => {
            const days = abort?.DaysAfterInitiation;
            return days !== undefined && midnightAfter(upload.startedAt, days) <= clock.now();
          },
        );
        return isDue ? forgetUpload(parts, upload).map(({ piece }) => piece) : [];
      }),
    );
    // Nobody waits for the disk: what is not removed now is swept at the next start.
    void blobs.remove(removed);
    const last = batch.at(-1);
    if (last === undefined || batch.length < BATCH) return;
    after = [last.key, last.id];
    await clock.sleep(1, signal);
  }
}

import type { InputLogEvent, RejectedLogEventsInfo } from '../../../aws/contract/logs.types.gen.ts';
import type { NewEvent } from '../../../store/line-log.ts';
import { batchTooLarge, spanTooLong, unordered } from '../errors.ts';
import { expiresBefore } from './retention.ts';
import type { GroupRecord } from './tables.ts';

/** What PutLogEvents takes at once. An event counts with its message in UTF-8 and 26 bytes more. */
export const largestBatch = 1_048_576;
export const eventOverhead = 26;

const hour = 60 * 60_000;
const longestSpan = 24 * hour;
const oldest = 14 * 24 * hour;
const newest = 2 * hour;

/** Throws for a batch that is refused as a whole. How many events it may have, the contract says. */
export function checkBatch(events: readonly InputLogEvent[]): void {
  let bytes = 0;
  let before = -Infinity;
  for (const { timestamp, message } of events) {
    if (timestamp < before) throw unordered();
    before = timestamp;
    bytes += Buffer.byteLength(message) + eventOverhead;
  }
  if (bytes > largestBatch) throw batchTooLarge(bytes, largestBatch);
  const first = events[0]?.timestamp ?? 0;
  // The last millisecond of a day's span still belongs to it.
  if (before - first > longestSpan) throw spanTooLong();
}

/** Single events that are too old, expired or too far in the future are left out, and told. */
export function sortOut(
  events: readonly InputLogEvent[],
  group: GroupRecord,
  now: number,
): { readonly accepted: readonly NewEvent[]; readonly rejected?: RejectedLogEventsInfo } {
  const before = (time: number): number => {
    const index = events.findIndex(({ timestamp }) => timestamp >= time);
    return index < 0 ? events.length : index;
  };
  const expired = before(expiresBefore(group, now) ?? -Infinity);
  const tooOld = before(now - oldest);
  const tooNew = before(now + newest + 1);
  const rejected = {
    ...(tooNew < events.length && { tooNewLogEventStartIndex: tooNew }),
    ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
    ...(expired > tooOld && { expiredLogEventEndIndex: expired }),
  };
  const accepted = events
    .slice(Math.max(expired, tooOld), tooNew)
    .map(({ timestamp, message }) => ({ at: timestamp, message }));
  return Object.keys(rejected).length === 0 ? { accepted } : { accepted, rejected };
}

import type { StoredEvent } from '../../../store/line-log.ts';
import { eventOverhead, largestBatch } from './batch.ts';

/** A page of events has at most so many, and at most a megabyte of them. */
export const mostEvents = 10_000;

export const sizeOf = ({ message }: Pick<StoredEvent, 'message'>): number =>
  Buffer.byteLength(message) + eventOverhead;

/** The events up to a megabyte; one that is larger by itself still makes a page. */
export function withinPage(events: Iterable<StoredEvent>): StoredEvent[] {
  const page: StoredEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    bytes += sizeOf(event);
    if (bytes > largestBatch && page.length > 0) break;
    page.push(event);
  }
  return page;
}

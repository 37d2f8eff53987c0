import type { NewEvent } from '../../../store/line-log.ts';
import type { LogsScope } from '../operation.ts';
import { findGroup } from './groups.ts';
import type { GroupRecord, StreamRecord } from './tables.ts';

/** Adds events, which have been checked, to a stream, in the caller's transaction. */
export function appendEvents(
  scope: LogsScope,
  group: GroupRecord,
  stream: StreamRecord,
  events: readonly NewEvent[],
): void {
  if (events.length === 0) return;
  const { tables, now } = scope;
  tables.events.append(group.id, stream.id, now, events);
  let first = stream.firstEventAt ?? Infinity;
  let last = stream.lastEventAt ?? 0;
  let bytes = 0;
  for (const { at, message } of events) {
    first = Math.min(first, at);
    last = Math.max(last, at);
    bytes += Buffer.byteLength(message);
  }
  tables.streams.put({ ...stream, firstEventAt: first, lastEventAt: last, lastIngestionAt: now });
  const current = findGroup(scope, group.name) ?? group;
  tables.groups.put({ ...current, storedBytes: current.storedBytes + bytes });
}

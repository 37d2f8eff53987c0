import { archiveNotFound, oneFilterOnly, replayNotFound } from '../errors.ts';
import type { EventsCall } from '../operation.ts';
import type { ArchiveRecord, ReplayRecord } from './tables.ts';

/** Throws ResourceNotFoundException. */
export function archiveOf({ tables, account, region }: EventsCall, name: string): ArchiveRecord {
  const found = tables.archives.get(account, region, name);
  if (found === undefined) throw archiveNotFound(name);
  return found;
}

/** Throws ResourceNotFoundException. */
export function replayOf({ tables, account, region }: EventsCall, name: string): ReplayRecord {
  const found = tables.replays.get(account, region, name);
  if (found === undefined) throw replayNotFound(name);
  return found;
}

/** Throws ValidationException for more than one filter. */
export function checkFilters(operation: string, filters: readonly (string | undefined)[]): void {
  if (filters.filter((filter) => filter !== undefined).length > 1) throw oneFilterOnly(operation);
}

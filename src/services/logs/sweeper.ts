import type { Clock } from '../../kernel/clock.ts';
import type { Store } from '../../store/store.ts';
import { expiresBefore } from './model/retention.ts';
import { type LogsTables, logsTables, type RemovalRecord } from './model/tables.ts';

export interface SweeperParts {
  readonly store: Store;
  readonly clock: Clock;
}

const sweepEvery = 60_000;
const goOnAfter = 50;
/** One sweep is one transaction: it must not hold up calls. The rest waits for the next. */
const mostPerSweep = 5000;

/** Removes the events that have expired and those of groups and streams that were deleted; until disposed. */
export function startLogsSweeper(parts: SweeperParts): Disposable {
  const { clock } = parts;
  let timer: Disposable;
  const arm = (wait: number): void => {
    timer = clock.schedule(clock.now() + wait, () => arm(sweep(parts) ? goOnAfter : sweepEvery));
  };
  arm(0);
  return { [Symbol.dispose]: () => timer[Symbol.dispose]() };
}

/** Says whether there may be more to remove. */
function sweep({ store, clock }: SweeperParts): boolean {
  const tables = logsTables(store);
  return store.transaction(() => {
    const [removal] = tables.removals.select({ limit: 1 });
    if (removal !== undefined) return removeDeleted(tables, removal);
    return removeExpired(tables, clock.now());
  });
}

function removeDeleted(tables: LogsTables, removal: RemovalRecord): true {
  const { groupId, streamId } = removal;
  const of = streamId === 0 ? { group: groupId } : { stream: streamId };
  const { events, bytes } = tables.events.remove({ of, limit: mostPerSweep });
  subtract(tables, groupId, bytes);
  const streams =
    streamId === 0 ? tables.streams.select({ where: { group_id: groupId }, limit: mostPerSweep }) : [];
  for (const { name } of streams) tables.streams.delete(groupId, name);
  if (events < mostPerSweep && streams.length < mostPerSweep) tables.removals.delete(groupId, streamId);
  return true;
}

function removeExpired(tables: LogsTables, now: number): boolean {
  for (const group of tables.groups.select({ where: { retention: { not: null } } })) {
    const of = { group: group.id };
    const { events, bytes } = tables.events.remove({
      of,
      until: expiresBefore(group, now),
      limit: mostPerSweep,
    });
    subtract(tables, group.id, bytes);
    if (events > 0) return true;
  }
  return false;
}

function subtract(tables: LogsTables, groupId: number, bytes: number): void {
  if (bytes === 0) return;
  const [group] = tables.groups.select({ where: { id: groupId }, limit: 1 });
  if (group !== undefined)
    tables.groups.put({ ...group, storedBytes: Math.max(0, group.storedBytes - bytes) });
}

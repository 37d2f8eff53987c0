import type { Held, HeldRows, Holdings, ResourceScope } from '../aws/holdings.ts';
import type { ResetRequest, Stored } from '../gateway/admin-port.ts';
import { orAborted } from '../kernel/deadline.ts';
import type { Store } from '../store/store.ts';

export interface ResetParts {
  readonly store: Store;
  /** Of every service; those come first whose work makes records of others. */
  readonly holdings: readonly Holdings[];
  /** Puts back what is there from the beginning: secrets of a file. */
  readonly seed: (service: string, scope: ResourceScope) => void;
  /** Removes from the engine what nobody needs any more; `all`: what is kept for tasks to come, too. */
  readonly tidy: (all: boolean, signal: AbortSignal) => Promise<void>;
}

/** So long may it take to end what is at work. Milliseconds; every stop of a container has its own limit too. */
const longest = 60_000;

/**
 * Returns to the state after start: all of it, or what one service, account or region has. Resolves to the
 * number of rows that went, by service and table; rejects when something could not be ended or removed.
 */
export async function reset(parts: ResetParts, request: ResetRequest, signal: AbortSignal): Promise<Counts> {
  const { store } = parts;
  const meant = meantBy(parts.holdings, request);
  const within = AbortSignal.any([signal, AbortSignal.timeout(longest)]);
  for (const { before } of meant) await before?.(request, within);
  const removed = store.transaction(() => {
    // All are looked for before any goes: the scope of some is told by rows of others.
    const found = meant.map((holdings) => ({ holdings, rows: findIn(holdings.tables, request) }));
    for (const { rows } of found) for (const each of rows) each.remove();
    return found;
  });
  await Promise.all(meant.flatMap(({ after }) => (after === undefined ? [] : [after()])));
  const isEverywhere = request.account === undefined && request.region === undefined;
  // Tasks' own service has what stands ready for them; VPCs may have gone with any.
  const isAll = isEverywhere && meant.some(({ service }) => service === 'ecs');
  await orAborted(parts.tidy(isAll, within), within);
  for (const { service } of meant) parts.seed(service, request);
  return counted(removed.map(({ holdings, rows }) => [holdings.service, rows]));
}

/** All rows that are kept, by service and table. */
export function stored({ holdings }: Pick<ResetParts, 'holdings'>, request: ResetRequest): Stored {
  return Object.fromEntries(
    meantBy(holdings, request).map(({ service, tables }) => [service, tellRows(findIn(tables, request))]),
  );
}

type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>;

const meantBy = (holdings: readonly Holdings[], { service }: ResetRequest): readonly Holdings[] =>
  holdings.filter((each) => service === undefined || each.service === service);

const findIn = (tables: readonly Held[], scope: ResourceScope): readonly HeldRows[] =>
  tables.map((find) => find(scope));

/** Kinds of one service that share a table are told together. */
function tellRows(found: readonly HeldRows[]): Record<string, unknown[]> {
  const told: Record<string, unknown[]> = {};
  for (const { table, rows } of found) (told[table] ??= []).push(...rows);
  return told;
}

function counted(found: readonly (readonly [service: string, rows: readonly HeldRows[]])[]): Counts {
  const counts: Record<string, Record<string, number>> = {};
  for (const [service, held] of found) {
    for (const { table, rows } of held) {
      if (rows.length === 0) continue;
      const ofService = (counts[service] ??= {});
      ofService[table] = (ofService[table] ?? 0) + rows.length;
    }
  }
  return counts;
}

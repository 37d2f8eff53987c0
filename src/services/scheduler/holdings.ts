import { held, type Holdings } from '../../aws/holdings.ts';
import type { Store } from '../../store/store.ts';
import { schedulerTables } from './model/tables.ts';

/** Schedules, their groups, and what they were due for and has not been done yet. */
export function schedulerHoldings(store: Store): Holdings {
  const { groups, schedules, invocations, tokens } = schedulerTables(store);
  return {
    service: 'scheduler',
    tables: [
      held(schedules, (row) => row),
      held(groups, (row) => row),
      held(invocations, ({ scope }) => scope),
      held(tokens, (row) => row),
    ],
  };
}

import { held, type Holdings } from '../../aws/holdings.ts';
import type { Store } from '../../store/store.ts';
import { ssmTables } from './model/tables.ts';

/** Parameters and their versions, whose values stay sealed when they are told. */
export function ssmHoldings(store: Store): Holdings {
  const { parameters, versions } = ssmTables(store);
  return { service: 'ssm', tables: [held(parameters, (row) => row), held(versions, (row) => row)] };
}

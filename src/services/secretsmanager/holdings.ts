import { held, type Holdings, scopeOfArn } from '../../aws/holdings.ts';
import type { Store } from '../../store/store.ts';
import { secretTables } from './model/tables.ts';

/** Secrets and their versions, which stay sealed when they are told. */
export function secretsManagerHoldings(store: Store): Holdings {
  const { secrets, versions } = secretTables(store);
  return {
    service: 'secretsmanager',
    tables: [held(secrets, (row) => row), held(versions, ({ secretArn }) => scopeOfArn(secretArn))],
  };
}

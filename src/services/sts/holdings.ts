import { held, type Holdings } from '../../aws/holdings.ts';
import type { Store } from '../../store/store.ts';
import { sessionsTable } from './model/sessions.ts';

/** Sessions that were given out; what signs with them is not told. */
export function stsHoldings(store: Store): Holdings {
  return {
    service: 'sts',
    tables: [
      held(
        store.table(sessionsTable),
        ({ account }) => ({ account }),
        ({ secretAccessKey: _key, token: _token, ...row }) => row,
      ),
    ],
  };
}

import { held, type Holdings, type ResourceScope } from '../../aws/holdings.ts';
import type { Store } from '../../store/store.ts';
import { iamTables } from './model/tables.ts';

/** What users made; AWS's own policies are no rows. IAM is of no region. */
export function iamHoldings(store: Store): Holdings {
  const { roles, policies, profiles } = iamTables(store);
  const owner = ({ account }: { readonly account: string }): ResourceScope => ({ account });
  return { service: 'iam', tables: [held(roles, owner), held(policies, owner), held(profiles, owner)] };
}

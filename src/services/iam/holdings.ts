import { held, type Holdings, type ResourceScope } from '../../aws/holdings.ts';
import type { Store } from '../../store/store.ts';
import { iamTables } from './model/tables.ts';

/** What users made; AWS's own policies are no rows. IAM is of no region. What access keys sign with is not told. */
export function iamHoldings(store: Store): Holdings {
  const { roles, users, groups, policies, profiles, accessKeys, oidcProviders, aliases } = iamTables(store);
  const owner = ({ account }: { readonly account: string }): ResourceScope => ({ account });
  return {
    service: 'iam',
    tables: [
      held(roles, owner),
      held(users, owner),
      held(groups, owner),
      held(policies, owner),
      held(profiles, owner),
      held(accessKeys, owner, ({ secret: _secret, ...key }) => key),
      held(oidcProviders, owner),
      held(aliases, owner),
    ],
  };
}

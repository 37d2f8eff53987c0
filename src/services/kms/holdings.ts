import { held, type Holdings, type ResourceScope } from '../../aws/holdings.ts';
import type { Store } from '../../store/store.ts';
import { kmsTables } from './model/tables.ts';

/** Keys and all that hangs on them. Their material stays sealed when it is told, and tokens are not told. */
export function kmsHoldings(store: Store): Holdings {
  const { keys, materials, aliases, grants } = kmsTables(store);
  const scopeOfKey = ({ keyId }: { readonly keyId: string }): ResourceScope => {
    const { account, region } = keys.get(keyId) ?? {};
    return { ...(account !== undefined && { account }), ...(region !== undefined && { region }) };
  };
  return {
    service: 'kms',
    tables: [
      held(materials, scopeOfKey),
      held(grants, scopeOfKey, (grant) => ({ ...grant, token: undefined })),
      held(aliases, (row) => row),
      held(keys, (row) => row),
    ],
  };
}

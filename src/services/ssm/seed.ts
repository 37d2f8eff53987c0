import { innerCall } from '../../aws/inner-call.ts';
import type { SsmParts } from './index.ts';
import { ssmTables } from './model/tables.ts';
import { putParameter } from './operations/put-parameter.ts';

/** A parameter that is to be there: a SecureString. */
export interface ParameterSeed {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly value: string;
}

export function seedParameters(parts: SsmParts, seeds: readonly ParameterSeed[]): void {
  const { store, clock, cipher, keys, secrets } = parts;
  const tables = ssmTables(store);
  store.transaction(() => {
    for (const { account, region, name, value } of seeds) {
      const caller = {
        account,
        region,
        principalArn: '',
        requestId: '',
        signal: new AbortController().signal,
      };
      const call = { ...innerCall(caller), tables, now: clock.now(), cipher, keys, secrets };
      const input = { Name: name, Value: value, Type: 'SecureString', Overwrite: true } as const;
      putParameter({ ...input, Tier: 'Intelligent-Tiering' }, call);
    }
  });
}

import { AwsError } from '../../aws/aws-error.ts';
import { innerCall } from '../../aws/inner-call.ts';
import type { SsmParts } from './index.ts';
import { lastVersion } from './model/find.ts';
import { ssmTables } from './model/tables.ts';
import { readValue } from './model/values.ts';
import type { SsmCall } from './operation.ts';
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
      if (hasValue(call, name, value)) continue;
      const input = { Name: name, Value: value, Type: 'SecureString', Overwrite: true } as const;
      putParameter({ ...input, Tier: 'Intelligent-Tiering' }, call);
    }
  });
}

/** Whether it has this value already; not where that cannot be read, for want of its key. */
function hasValue(call: SsmCall, name: string, value: string): boolean {
  const parameter = call.tables.parameters.get(call.account, call.region, name);
  try {
    return parameter !== undefined && readValue(call, lastVersion(call, parameter), true) === value;
  } catch (error) {
    if (error instanceof AwsError) return false;
    throw error;
  }
}

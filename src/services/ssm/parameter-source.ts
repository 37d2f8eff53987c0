import type { ParameterSource } from '../../agent/hooks/secrets/sources.ts';
import { AwsError } from '../../aws/aws-error.ts';
import { innerCall } from '../../aws/inner-call.ts';
import type { SsmParts } from './index.ts';
import { readParameter } from './model/read-parameter.ts';
import { ssmTables } from './model/tables.ts';

const missing = ['ParameterNotFound', 'ParameterVersionNotFound'];

/** The agent's way to parameters: as GetParameters with decryption, but by the names that were asked for. */
export function parameterStoreSource({ store, clock, cipher, keys, secrets }: SsmParts): ParameterSource {
  const tables = ssmTables(store);
  return {
    get(names, source) {
      const call = { ...innerCall(source), tables, now: clock.now(), cipher, keys, secrets };
      const values = new Map<string, string>();
      const invalid: string[] = [];
      for (const name of names) {
        try {
          values.set(name, readParameter(call, name, true).Value ?? '');
        } catch (error) {
          if (!(error instanceof AwsError) || !missing.includes(error.code)) return Promise.reject(error);
          invalid.push(name);
        }
      }
      return Promise.resolve({ values, invalid });
    },
  };
}

import type { RegistryLogin } from '../../backends/backend.ts';
import { GoJsonError, parseGoObject } from './go-json.ts';
import type { FetchFailure } from './words.ts';

const unfit = (what: string): FetchFailure => ({ kind: 'registry-unfit', problem: `asm fetching ${what}` });

/** Reads `{"username": …, "password": …}`; as to Go, the case of the names does not count. */
export function loginOf(source: string, text: string | undefined): RegistryLogin | FetchFailure {
  if (text === undefined || text === '') return unfit('authorization data: empty secrets value');
  const fields = fieldsOf(text);
  if (fields === undefined) {
    return unfit('authorization data: unable to unmarshal secret value, invalid schema');
  }
  const username = fields.get('username') ?? '';
  const password = fields.get('password') ?? '';
  if (username === '') return unfit('username: AuthorizationData is malformed, empty field');
  if (password === '') return unfit('password: AuthorizationData is malformed, empty field');
  return { source, username, password };
}

function fieldsOf(text: string): ReadonlyMap<string, string> | undefined {
  try {
    const fields = new Map<string, string>();
    for (const [name, value] of Object.entries(parseGoObject(text))) {
      const lower = name.toLowerCase();
      if ((lower !== 'username' && lower !== 'password') || value === null) continue;
      if (typeof value !== 'string') return undefined;
      fields.set(lower, value);
    }
    return fields;
  } catch (error) {
    if (error instanceof GoJsonError) return undefined;
    throw error;
  }
}

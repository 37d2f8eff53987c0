import { createHash } from 'node:crypto';
import type { Store } from '../../../store/store.ts';
import type { Table } from '../../../store/table.ts';
import { tokenMismatch } from '../errors.ts';
import type { Ec2Call } from '../operation.ts';

/** What a client token was answered with. */
export interface TokenRecord {
  readonly scope: string;
  readonly token: string;
  readonly expiresAt: number;
  readonly fingerprint: string;
  readonly output: unknown;
}

export const tokenTable = (store: Store): Table<TokenRecord> =>
  store.table<TokenRecord>({
    name: 'idempotency_tokens',
    key: ['scope', 'token'],
    columns: ({ scope, token, expiresAt }) => ({ scope, token, expires_at: expiresAt }),
  });

const lifetime = 24 * 60 * 60 * 1000;

/** What does not count among the parameters. */
const uncounted = new Set(['ClientToken', 'DryRun']);

/**
 * Answers a call that was made before with the same client token as it was answered then, and makes it
 * otherwise. The same token with other parameters is refused.
 */
export function once(
  tokens: Table<TokenRecord>,
  call: Ec2Call,
  { operation, input }: { readonly operation: string; readonly input: unknown },
  make: () => unknown,
): unknown {
  const token = tokenOf(input);
  if (token === undefined) return make();
  const scope = `ec2 ${operation} ${call.account} ${call.region}`;
  const fingerprint = fingerprintOf(input);
  const known = tokens.get(scope, token);
  if (known !== undefined && known.expiresAt > call.now) {
    if (known.fingerprint !== fingerprint) throw tokenMismatch();
    return known.output;
  }
  const output = make();
  tokens.put({ scope, token, expiresAt: call.now + lifetime, fingerprint, output });
  return output;
}

function tokenOf(input: unknown): string | undefined {
  if (typeof input !== 'object' || input === null || !('ClientToken' in input)) return undefined;
  const { ClientToken } = input;
  return typeof ClientToken === 'string' && ClientToken !== '' ? ClientToken : undefined;
}

/** The order of an object's members does not count. */
function fingerprintOf(input: unknown): string {
  const canonical = JSON.stringify(input, (key, value: unknown) => {
    if (uncounted.has(key)) return undefined;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  });
  return createHash('sha256').update(canonical).digest('base64url');
}

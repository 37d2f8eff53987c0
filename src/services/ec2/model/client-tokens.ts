import { createHash } from 'node:crypto';
import { tokenMismatch } from '../errors.ts';
import type { Ec2Call } from '../operation.ts';
import type { KindTable } from './kind-table.ts';
import type { TokenRecord } from './tables.ts';

const lifetime = 24 * 60 * 60 * 1000;

/** What does not count among the parameters. */
const uncounted = new Set(['ClientToken', 'DryRun']);

/**
 * Answers a call that was made before with the same client token as it was answered then, and makes it
 * otherwise. The same token with other parameters is refused.
 */
export function once(
  tokens: KindTable<TokenRecord>,
  call: Ec2Call,
  { operation, input }: { readonly operation: string; readonly input: unknown },
  make: () => unknown,
): unknown {
  const token = tokenOf(input);
  if (token === undefined) return make();
  const { account, region, now } = call;
  const id = `${operation} ${token}`;
  const fingerprint = fingerprintOf(input);
  const known = tokens.get(call, id);
  if (known !== undefined && known.createdAt + lifetime > now) {
    if (known.fingerprint !== fingerprint) throw tokenMismatch();
    return known.output;
  }
  const output = make();
  for (const old of tokens.list(call)) {
    if (old.createdAt + lifetime <= now) tokens.delete(old);
  }
  tokens.put({ account, region, id, createdAt: now, tags: [], fingerprint, output });
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

import { createHash } from 'node:crypto';
import { tokenReused } from '../errors.ts';
import type { SchedulerCall } from '../operation.ts';

/** How long a token is remembered. */
const remembered = 3_600_000;
/** Forgotten with each that is new, so that there are never many. */
const mostForgotten = 10;

/**
 * Does `work` once per ClientToken: the same request gets the answer of the first time, another one with the
 * same token is refused.
 */
export function idempotent<Output>(
  call: SchedulerCall,
  operation: string,
  input: { readonly ClientToken?: string },
  work: () => Output,
): Output {
  const { ClientToken: token, ...asked } = input;
  if (token === undefined) return work();
  const { account, region, now } = call;
  const { tokens } = call.tables;
  const request = createHash('sha256')
    .update(JSON.stringify([operation, asked]))
    .digest('base64url');
  const known = tokens.get(account, region, token);
  if (known !== undefined && known.expiresAt > now) {
    if (known.request !== request) throw tokenReused(token);
    // What was kept for this very operation.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return known.output as Output;
  }
  const output = work();
  for (const old of tokens.select({ where: { expires_at: { below: now } }, limit: mostForgotten })) {
    tokens.delete(old.account, old.region, old.token);
  }
  tokens.put({ account, region, token, expiresAt: now + remembered, request, output });
  return output;
}

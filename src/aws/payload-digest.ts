import { createHash } from 'node:crypto';
import type { PassingBytes } from '../kernel/bytes.ts';
import { payloadMismatch } from './protocol-errors.ts';

/**
 * A body that was signed with its digest, as `x-amz-content-sha256` tells it: what comes is passed on, and fails
 * at its end where it is not what was signed, so that nothing of it is kept.
 */
export function signedBody(body: PassingBytes, contentSha256: string | undefined): PassingBytes {
  if (contentSha256 === undefined || !/^[0-9a-f]{64}$/.test(contentSha256)) return body;
  return checked(body, contentSha256);
}

async function* checked(body: PassingBytes, expected: string): AsyncGenerator<Uint8Array, void, undefined> {
  const digest = createHash('sha256');
  for await (const piece of body) {
    digest.update(piece);
    yield piece;
  }
  const computed = digest.digest('hex');
  if (computed !== expected) throw payloadMismatch(expected, computed);
}

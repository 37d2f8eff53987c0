import { SignatureVerifier } from '../aws/sigv4/verify.ts';
import { bucketInHost } from '../gateway/s3-address.ts';
import type { Clock } from '../kernel/clock.ts';
import type { LongshoreOptions } from './options.ts';

/** `undefined` where signatures are not looked at, which then costs nothing. */
export function signatureVerifier(
  { verifySignatures }: LongshoreOptions,
  parts: { readonly findSecret: (accessKeyId: string) => string | undefined; readonly clock: Clock },
): SignatureVerifier | undefined {
  if (verifySignatures === undefined) return undefined;
  const { findSecret, clock } = parts;
  const { rootSecret } = verifySignatures;
  const secretOf = (accessKeyId: string): string | undefined =>
    isRoot(accessKeyId) ? rootSecret : findSecret(accessKeyId);
  return new SignatureVerifier({ secretOf, clock, bucketInHost });
}

/** What is said of them at the start. */
export const signaturesText = ({ verifySignatures }: LongshoreOptions): string =>
  verifySignatures === undefined
    ? 'signatures of calls are not verified (--verify-signatures)'
    : 'signatures of calls are verified';

/** An account's root is known by its number, the default account's also by the name that everybody uses. */
const isRoot = (accessKeyId: string): boolean => accessKeyId === 'test' || /^\d{12}$/.test(accessKeyId);

import { checkService } from './check-service.ts';
import { isSame } from './is-same.ts';
import { readFormSignature } from './read-signature.ts';
import { type SignatureRefusals, unreadable } from './refusals.ts';
import type { SecretOf } from './secret-of.ts';
import { signature, signingKey } from './signing-key.ts';
import { signatureV2 } from './signature-v2.ts';

/**
 * A form that a page posts to Amazon S3 is signed by the policy in it, in either version; until when it is
 * good, the policy says itself. Throws AwsError. `fields` have the names that a URL's parameters have, by which
 * the caller is found, too: so he who signs and he who is let in are one.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-post-example.html
 */
export function checkPolicySignature(
  secretOf: SecretOf,
  fields: URLSearchParams,
  policy: string,
  refusals: SignatureRefusals,
): void {
  const read = readFormSignature(fields);
  if (read.kind !== 'v4' && read.kind !== 'v2') throw unreadable(read, refusals);
  if (read.kind === 'v4') checkService(read.scope.service, 's3', refusals);
  const { accessKeyId, signature: provided } = read;
  const secret = secretOf(accessKeyId);
  if (secret === undefined) throw refusals.unknownKey(accessKeyId);
  const computed =
    read.kind === 'v4' ? signature(signingKey(secret, read.scope), policy) : signatureV2(secret, policy);
  if (!isSame(computed, provided)) throw refusals.mismatch({ accessKeyId, provided, stringToSign: policy });
}

import { createHmac } from 'node:crypto';
import { isSame } from './is-same.ts';
import type { SignatureRefusals } from './refusals.ts';
import type { SecretOf } from './secret-of.ts';
import { isS3 } from './sign.ts';
import { signature, signingKey } from './signing-key.ts';

/**
 * A form that a page posts to Amazon S3 is signed by the policy in it, in either version; until when it is
 * good, the policy says itself. Throws AwsError. Names of `fields` are in lower case.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-post-example.html
 */
export function checkPolicySignature(
  secretOf: SecretOf,
  fields: ReadonlyMap<string, string>,
  refusals: SignatureRefusals,
): void {
  const policy = fields.get('policy');
  const credential = /^(.+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request$/.exec(
    fields.get('x-amz-credential') ?? '',
  );
  const accessKeyId = credential?.[1] ?? fields.get('awsaccesskeyid');
  if (policy === undefined || accessKeyId === undefined) throw refusals.missing();
  const secret = secretOf(accessKeyId);
  if (secret === undefined) throw refusals.unknownKey(accessKeyId);
  const provided = fields.get(credential === null ? 'signature' : 'x-amz-signature') ?? '';
  const [, , date = '', region = '', service = ''] = credential ?? [];
  if (credential !== null && !isS3(service)) throw refusals.misdirected(service, 's3');
  const computed =
    credential === null
      ? createHmac('sha1', secret).update(policy).digest('base64')
      : signature(signingKey(secret, { date, region, service }), policy);
  if (!isSame(computed, provided)) throw refusals.mismatch({ accessKeyId, provided, stringToSign: policy });
}

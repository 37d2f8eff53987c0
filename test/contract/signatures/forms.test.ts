import { CreateBucketCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { amzTime } from '../../../src/aws/sigv4/amz-time.ts';
import { signature, signingKey } from '../../../src/aws/sigv4/signing-key.ts';
import { signatureV2 } from '../../../src/aws/sigv4/signature-v2.ts';
import { sha256Hex } from '../../../src/aws/sigv4/canonical.ts';
import { sign } from '../../../src/aws/sigv4/sign.ts';
import { startTestLongshore, type TestLongshore } from '../../support/longshore.ts';

/** Forms that web pages post to a bucket, where signatures are looked at. */
let running: TestLongshore;
let s3: S3Client;
const Bucket = 'forms';
const id = '111122223333';
beforeAll(async () => {
  running = await startTestLongshore({ verifySignatures: { rootSecret: 'secret' } });
  s3 = new S3Client({
    endpoint: running.longshore.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: id, secretAccessKey: 'secret' },
    forcePathStyle: true,
  });
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(async () => {
  s3.destroy();
  await running[Symbol.asyncDispose]();
});

type Fields = Readonly<Record<string, string>>;

async function post(fields: Fields, headers: Fields = {}): Promise<{ status: number; text: string }> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('file', new Blob(['hello']), 'file.txt');
  const url = `${running.longshore.endpoint}/${Bucket}`;
  const answer = await fetch(url, { method: 'POST', body: form, headers });
  return { status: answer.status, text: await answer.text() };
}

const encoded = (conditions: readonly unknown[]): string =>
  Buffer.from(JSON.stringify({ expiration: '2099-01-01T00:00:00Z', conditions })).toString('base64');

function signedForm(key: string, { secret = 'secret', service = 's3' } = {}): Fields {
  const time = amzTime(Date.now());
  const scope = { date: time.slice(0, 8), region: 'us-east-1', service };
  const fields = {
    key,
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': `${id}/${scope.date}/us-east-1/${service}/aws4_request`,
    'x-amz-date': time,
  };
  const policy = encoded([{ bucket: Bucket }, ...Object.entries(fields).map(([k, v]) => ({ [k]: v }))]);
  return { ...fields, policy, 'x-amz-signature': signature(signingKey(secret, scope), policy) };
}

const codeOf = ({ text }: { readonly text: string }): string | undefined =>
  /<Code>(\w+)<\/Code>/.exec(text)?.[1];

describe('a form whose policy is signed', () => {
  test('is taken', async () => {
    expect(await post(signedForm('v4'))).toMatchObject({ status: 204 });
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'v4' }));
    expect(await got.Body?.transformToString()).toBe('hello');
  });

  test('is taken with the signature of old', async () => {
    const policy = encoded([{ bucket: Bucket }, { key: 'v2' }]);
    const signed = { key: 'v2', AWSAccessKeyId: id, policy, signature: signatureV2('secret', policy) };
    expect(await post(signed)).toMatchObject({ status: 204 });
    expect(codeOf(await post({ ...signed, signature: signatureV2('guess', policy) }))).toBe(
      'SignatureDoesNotMatch',
    );
  });

  test('is refused where the signature is not that of the policy, the key and Amazon S3', async () => {
    const refused = await post(signedForm('k', { secret: 'guess' }));
    expect([refused.status, codeOf(refused)]).toEqual([403, 'SignatureDoesNotMatch']);
    const form = signedForm('k');
    const other = {
      ...form,
      policy: encoded(Object.keys(form).map((name) => ['starts-with', `$${name}`, ''])),
    };
    expect(codeOf(await post(other))).toBe('SignatureDoesNotMatch');
    expect(codeOf(await post(signedForm('k', { service: 'ecs' })))).toBe('AuthorizationHeaderMalformed');
    const unknown = {
      ...form,
      'x-amz-credential': String(form['x-amz-credential']).replace(id, 'AKIANOBODY'),
    };
    expect(codeOf(await post(unknown))).toBe('InvalidAccessKeyId');
  });
});

test('a form that nobody has signed is refused, with a policy and without', async () => {
  const unsigned: readonly Fields[] = [
    { key: 'k' },
    { key: 'k', policy: encoded([{ bucket: Bucket }, { key: 'k' }]) },
  ];
  for (const fields of unsigned) {
    const answer = await post(fields);
    expect([answer.status, codeOf(answer)]).toEqual([403, 'AccessDenied']);
  }
});

test('who is named by one kind of credential and signs by the other is neither', async () => {
  const policy = encoded(
    ['key', 'bucket', 'x-amz-credential'].map((name) => ['starts-with', `$${name}`, '']),
  );
  const answer = await post({
    key: 'k',
    'x-amz-credential': '444455556666/today/us-east-1/s3/aws4_request',
    AWSAccessKeyId: id,
    policy,
    signature: signatureV2('secret', policy),
  });
  expect([answer.status, codeOf(answer)]).toEqual([400, 'AuthorizationHeaderMalformed']);
});

test('the head of its request says nothing of who has sent it', async () => {
  const { host } = new URL(running.longshore.endpoint);
  const { headers } = sign(
    { method: 'POST', url: `/${Bucket}`, headers: { host } },
    {
      credentials: { accessKeyId: id, secretAccessKey: 'secret' },
      region: 'us-east-1',
      service: 's3',
      now: Date.now(),
      payloadHash: sha256Hex(''),
    },
  );
  const { host: _, ...rest } = headers;
  expect(codeOf(await post({ key: 'k' }, rest))).toBe('AccessDenied');
});

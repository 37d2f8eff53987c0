import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { amzTime } from '../../../src/aws/sigv4/amz-time.ts';
import { canonicalRequest, sha256Hex } from '../../../src/aws/sigv4/canonical.ts';
import { sign } from '../../../src/aws/sigv4/sign.ts';
import { signature, signingKey, stringToSign } from '../../../src/aws/sigv4/signing-key.ts';
import { signatureV2 } from '../../../src/aws/sigv4/signature-v2.ts';
import { startTestLongshore, type TestLongshore } from '../../support/longshore.ts';
import { type Answer, send } from '../wire/http.ts';

/** Calls of somebody who has credentials of one account, or none, and wants to pass for another. */
let running: TestLongshore;
let endpoint: string;
let host: string;
beforeAll(async () => {
  running = await startTestLongshore({ verifySignatures: { rootSecret: 'test' } });
  ({ endpoint } = running.longshore);
  ({ host } = new URL(endpoint));
});
afterAll(() => running[Symbol.asyncDispose]());

const ecs = 'AmazonEC2ContainerServiceV20141113';
const mine = { accessKeyId: '111122223333', secretAccessKey: 'test' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const whoAmI = 'Action=GetCallerIdentity&Version=2011-06-15';

interface Call {
  readonly method: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The headers of a call, signed with an account's own credentials. */
const signedHeaders = (service: string, call: Call, payloadHash = sha256Hex(call.body ?? '')) =>
  sign(
    { method: call.method, url: call.path ?? '/', headers: { host, ...call.headers } },
    { credentials: mine, region: 'us-east-1', service, now: Date.now(), payloadHash },
  ).headers;

const caller: Call = { method: 'POST', headers: form, body: whoAmI };

describe('who signs is who calls', () => {
  test('whatever the header says besides', async () => {
    const headers = signedHeaders('sts', caller);
    const { authorization = '' } = headers;
    const own = await send(endpoint, { ...caller, headers });
    expect(own.body).toContain('<Account>111122223333</Account>');
    const other = authorization.replace(/^.*?(Credential=)\d+(\/[^,]+),.*$/, '$1444455556666$2');
    for (const forged of [
      `${authorization}, ${other}`,
      authorization.replace('AWS4-HMAC-SHA256 ', `AWS4-HMAC-SHA256 ${other}, `),
      `${authorization},${other}`,
      `${authorization} ${other}`,
    ]) {
      const answer = await send(endpoint, { ...caller, headers: { ...headers, authorization: forged } });
      expect([400, 403], forged).toContain(answer.status);
      expect(answer.body, forged).not.toContain('444455556666</Account>');
    }
    // In the URL, beside the header: the header counts, and the URL is not what was signed.
    const path =
      '/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=444455556666/20260101/us-east-1/sts/aws4_request';
    expect((await send(endpoint, { ...caller, path, headers })).body).toContain('SignatureDoesNotMatch');
  });

  test('an old signature is for Amazon S3 alone', async () => {
    const expires = '9999999999';
    const toSign = `POST\n\napplication/x-amz-json-1.1\n${expires}\nx-amz-target:${ecs}.ListClusters\n/`;
    const query = new URLSearchParams({
      AWSAccessKeyId: mine.accessKeyId,
      Signature: signatureV2(mine.secretAccessKey, toSign),
      Expires: expires,
    });
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `${ecs}.ListClusters` };
    const answer = await send(endpoint, { method: 'POST', path: `/?${String(query)}`, headers, body: '{}' });
    expect(JSON.parse(answer.body)).toEqual({
      __type: 'InvalidSignatureException',
      message: "Credential should be scoped to correct service: 'ecs'.",
    });
  });
});

describe('who signs nothing is let in nowhere', () => {
  const json = (target: string): Call => ({
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target },
    body: '{}',
  });
  test.each<[string, Call, number, string]>([
    ['awsJson', json(`${ecs}.ListClusters`), 400, 'MissingAuthenticationTokenException'],
    ['a stream', json('Logs_20140328.StartLiveTail'), 400, 'MissingAuthenticationTokenException'],
    [
      'cbor',
      {
        method: 'POST',
        path: `/service/${ecs}/operation/ListClusters`,
        headers: { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' },
      },
      400,
      'MissingAuthenticationTokenException',
    ],
    ['a form', caller, 403, 'MissingAuthenticationToken'],
    ['a query', { method: 'GET', path: `/?${whoAmI}` }, 403, 'MissingAuthenticationToken'],
    ['EC2', { method: 'GET', path: '/?Action=DescribeVpcs&Version=2016-11-15' }, 400, 'MissingParameter'],
    [
      'restJson1',
      { method: 'GET', path: '/schedules', headers: { host: 'scheduler.localhost' } },
      403,
      'Missing Authentication Token|MissingAuthenticationTokenException|Request is missing Authentication Token',
    ],
    ['Amazon S3', { method: 'GET', headers: { host: 's3.localhost' } }, 403, 'AccessDenied'],
    ['a bucket by its host', { method: 'GET', headers: { host: 'b.s3.localhost' } }, 403, 'AccessDenied'],
    ['HEAD', { method: 'HEAD', path: '/b/k', headers: { host: 's3.localhost' } }, 403, ''],
    ['the registry', { method: 'GET', path: '/v2/' }, 401, 'UNAUTHORIZED'],
    ['basic', { ...caller, headers: { ...form, authorization: 'Basic dGVzdDp0ZXN0' } }, 400, 'Missing'],
  ])('%s', async (_, call, status, text) => {
    const answer = await send(endpoint, call);
    expect(answer.status, answer.body).toBe(status);
    expect(answer.body).toMatch(new RegExp(text));
  });
});

describe('what is signed is what is done', () => {
  const put = async (headers: Readonly<Record<string, string>>, body: string): Promise<Answer> =>
    send(endpoint, { method: 'PUT', path: '/forged/key', headers, body });

  beforeAll(async () => {
    const client = new S3Client({
      endpoint,
      region: 'us-east-1',
      credentials: mine,
      forcePathStyle: true,
    });
    await client.send(new CreateBucketCommand({ Bucket: 'forged' }));
    client.destroy();
  });

  test('a body is the one that was hashed, also where a header says that it is chunked', async () => {
    const headers = signedHeaders('s3', {
      method: 'PUT',
      path: '/forged/key',
      headers: { 'x-amz-decoded-content-length': '6' },
      body: 'signed',
    });
    expect((await put(headers, 'signed')).status).toBe(200);
    expect((await put(headers, 'forged')).body).toContain('XAmzContentSHA256Mismatch');
    const chunked = await put({ ...headers, 'content-encoding': 'aws-chunked' }, '6\r\nforged\r\n0\r\n\r\n');
    expect(chunked.body).toContain('XAmzContentSHA256Mismatch');
  });

  test('nothing stands for a hash but what AWS knows', async () => {
    const call = { method: 'PUT', path: '/forged/key' };
    const answer = await put(signedHeaders('s3', call, 'WHATEVER'), 'any');
    expect(answer.body).toContain('<Code>InvalidArgument</Code>');
    expect(answer.body).toContain('or a valid sha256 value.');
  });

  test('headers of Amazon S3 that came later, a token among them, are refused', async () => {
    const headers = signedHeaders('s3', { method: 'PUT', path: '/forged/key' }, 'UNSIGNED-PAYLOAD');
    for (const name of ['x-amz-acl', 'X-AMZ-Security-Token']) {
      expect((await put({ ...headers, [name]: 'private' }, '')).body).toContain(
        'There were headers present in the request which were not signed',
      );
    }
  });

  test('a path is the one that was signed, however it is escaped', async () => {
    const headers = signedHeaders('s3', { method: 'GET', path: '/forged/key' });
    for (const path of [
      '/forged/key%2F',
      '/forged%2Fkey',
      '/forged/./key',
      '/forged//key',
      '/forged/k%2565y',
    ]) {
      const answer = await send(endpoint, { method: 'GET', path, headers });
      expect(answer.body, path).toContain('SignatureDoesNotMatch');
    }
    expect((await send(endpoint, { method: 'HEAD', path: '/forged/key', headers })).status).toBe(403);
  });
});

describe('a call that was signed into a URL', () => {
  const presigned = (ago: number, expires: string): string => {
    const time = amzTime(Date.now() - ago);
    const scope = { date: time.slice(0, 8), region: 'us-east-1', service: 'sts' };
    const query = new URLSearchParams(whoAmI);
    query.set('X-Amz-Algorithm', 'AWS4-HMAC-SHA256');
    query.set('X-Amz-Credential', `${mine.accessKeyId}/${scope.date}/us-east-1/sts/aws4_request`);
    query.set('X-Amz-Date', time);
    query.set('X-Amz-Expires', expires);
    query.set('X-Amz-SignedHeaders', 'host');
    const options = { signedHeaders: ['host'], payloadHash: sha256Hex(''), isS3: false };
    const canonical = canonicalRequest(
      { method: 'GET', url: `/?${String(query)}`, headers: { host } },
      options,
    );
    const toSign = stringToSign(time, scope, canonical);
    return `/?${String(query)}&X-Amz-Signature=${signature(signingKey(mine.secretAccessKey, scope), toSign)}`;
  };
  const get = (path: string): Promise<Answer> => send(endpoint, { method: 'GET', path });

  test('is good for as long as it says, and no longer than a week', async () => {
    expect((await get(presigned(0, '60'))).body).toContain('<Account>111122223333</Account>');
    expect((await get(presigned(20 * 60_000, '3600'))).body).toContain('<Account>111122223333</Account>');
    const ended = await get(presigned(120_000, '60'));
    expect([ended.status, ended.body]).toEqual([403, expect.stringContaining('Signature expired: ')]);
    for (const expires of ['604801', '-1', 'x']) {
      expect((await get(presigned(0, expires))).status, expires).toBe(400);
    }
  });

  test('is not for another, whatever is added to it', async () => {
    const path = presigned(0, '60');
    const credential = encodeURIComponent('444455556666/20260101/us-east-1/sts/aws4_request');
    for (const other of [
      `${path}&X-Amz-Credential=${credential}`,
      path.replace('/?', `/?X-Amz-Credential=${credential}&`),
      path.replace('X-Amz-Expires=60', 'X-Amz-Expires=6000'),
      `${path}&x-amz-expires=6000`,
      `${path}&Action=GetSessionToken`,
    ]) {
      const answer = await get(other);
      expect(answer.status, other).toBe(403);
      expect(answer.body, other).toMatch(/<Code>(?:SignatureDoesNotMatch|IncompleteSignature)</);
    }
  });
});

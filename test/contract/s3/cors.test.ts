import {
  CreateBucketCommand,
  DeleteBucketCorsCommand,
  GetBucketCorsCommand,
  PutBucketCorsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientOptions, refusal } from '../../support/aws-clients.ts';
import { startTestLongshore, type TestLongshore } from '../../support/longshore.ts';
import { type Answer, send, signed } from '../wire/http.ts';

let longshore: TestLongshore;
let s3: S3Client;
const Bucket = 'pages';
const origin = 'https://app.example.com';
const CORSRules = [
  {
    ID: 'app',
    AllowedOrigins: ['https://*.example.com'],
    AllowedMethods: ['GET', 'PUT'],
    AllowedHeaders: ['content-type', 'x-amz-*'],
    ExposeHeaders: ['ETag'],
    MaxAgeSeconds: 60,
  },
];

beforeAll(async () => {
  longshore = await startTestLongshore();
  s3 = new S3Client({ ...clientOptions(longshore), forcePathStyle: true });
  for (const name of [Bucket, 'closed']) await s3.send(new CreateBucketCommand({ Bucket: name }));
  await s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'hello' }));
});
afterAll(() => longshore[Symbol.asyncDispose]());

/** Not by `fetch`, which lets nobody forge an origin. */
const ask = (method: string, path: string, headers: Readonly<Record<string, string>>): Promise<Answer> =>
  send(longshore.longshore.endpoint, { method, path, headers });

const preflight = (path: string, method: string, headers = '', from = origin): Promise<Answer> =>
  ask('OPTIONS', path, {
    origin: from,
    'access-control-request-method': method,
    ...(headers !== '' && { 'access-control-request-headers': headers }),
  });

test('rules are told again', async () => {
  expect((await s3.send(new GetBucketCorsCommand({ Bucket }))).CORSRules).toEqual(CORSRules);
});

describe('a preflight', () => {
  test('that a rule allows', async () => {
    const { status, headers } = await preflight(`/${Bucket}/a`, 'PUT', 'Content-Type, x-amz-acl');
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, PUT',
      'access-control-allow-headers': 'content-type, x-amz-acl',
      'access-control-expose-headers': 'ETag',
      'access-control-max-age': '60',
      'access-control-allow-credentials': 'true',
      vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
    });
  });

  test.each([
    ['another method', () => preflight(`/${Bucket}/a`, 'DELETE')],
    ['another header', () => preflight(`/${Bucket}/a`, 'PUT', 'authorization')],
    ['another origin', () => preflight(`/${Bucket}/a`, 'PUT', '', 'https://evil.test')],
  ])('of %s', async (_, asking) => {
    const { status, headers, body } = await asking();
    expect(status).toBe(403);
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(body).toContain(
      '<Code>AccessForbidden</Code><Message>CORSResponse: This CORS request is not allowed.',
    );
  });

  test('of a bucket without rules', async () => {
    expect((await preflight('/closed/a', 'GET')).body).toContain('CORS is not enabled for this bucket.');
  });

  test('of what is no bucket is refused as before', async () => {
    const { status, headers } = await preflight('/', 'POST', 'x-amz-target');
    expect([status, headers['access-control-allow-origin']]).toEqual([403, undefined]);
  });
});

describe('the request itself', () => {
  test('of a page that a rule allows', async () => {
    const { status, headers, body } = await ask('GET', `/${Bucket}/a`, { ...signed('s3'), origin });
    expect([status, body]).toEqual([200, 'hello']);
    expect(headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'ETag',
    });
  });

  test.each([
    ['to another bucket', 'GET', '/closed/a', {}],
    ['by another origin', 'GET', `/${Bucket}/a`, { origin: 'https://evil.test' }],
    ['by a method that no rule names', 'DELETE', `/${Bucket}/a`, {}],
    ['that configures the bucket', 'PUT', `/${Bucket}?policy`, {}],
    ['that reads its configuration', 'GET', `/${Bucket}?policy`, {}],
    ['that copies out of another', 'PUT', `/${Bucket}/b`, { 'x-amz-copy-source': '/closed/a' }],
    ['to another service under its path', 'PUT', `/${Bucket}/a`, { 'x-amz-target': 'A.B' }],
    ['to Longshore', 'GET', '/_longshore/health', {}],
  ])('is refused %s', async (_, method, path, more) => {
    const { status, headers, body } = await ask(method, path, { ...signed('s3'), origin, ...more });
    expect(status).toBe(403);
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(body).toContain('Longshore takes no calls from web pages of another origin');
  });
});

test.each([
  [
    { AllowedOrigins: ['*'], AllowedMethods: ['PATCH'] },
    'Found unsupported HTTP method in CORS config. Unsupported method is PATCH',
  ],
  [
    { AllowedOrigins: ['http://*.*'], AllowedMethods: ['GET'] },
    'AllowedOrigin "http://*.*" can not have more than one wildcard.',
  ],
  [
    { AllowedOrigins: ['*'], AllowedMethods: ['GET'], ExposeHeaders: ['x-*'] },
    'ExposeHeader "x-*" contains wildcard. We currently do not support wildcard for ExposeHeader.',
  ],
])('a rule that cannot be: %j', async (rule, message) => {
  const call = new PutBucketCorsCommand({ Bucket: 'closed', CORSConfiguration: { CORSRules: [rule] } });
  expect(await refusal(s3.send(call))).toEqual({ name: 'InvalidRequest', message, status: 400 });
});

test('rules can be taken away', async () => {
  await s3.send(new PutBucketCorsCommand({ Bucket: 'closed', CORSConfiguration: { CORSRules } }));
  await s3.send(new DeleteBucketCorsCommand({ Bucket: 'closed' }));
  expect(await refusal(s3.send(new GetBucketCorsCommand({ Bucket: 'closed' })))).toEqual({
    name: 'NoSuchCORSConfiguration',
    message: 'The CORS configuration does not exist',
    status: 404,
  });
});

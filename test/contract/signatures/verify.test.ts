import { ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs';
import { CreateAccessKeyCommand, CreateUserCommand, GetUserCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { SignatureV4 } from '@smithy/signature-v4';
import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { get } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256Hex } from '../../../src/aws/sigv4/canonical.ts';
import { sign } from '../../../src/aws/sigv4/sign.ts';
import { startTestLongshore, type TestLongshore } from '../../support/longshore.ts';

let running: TestLongshore;
beforeAll(async () => {
  running = await startTestLongshore({ verifySignatures: { rootSecret: 'test' } });
});
afterAll(() => running[Symbol.asyncDispose]());

const good = { accessKeyId: '123456789012', secretAccessKey: 'test' };
const wrong = { accessKeyId: '123456789012', secretAccessKey: 'guess' };
const unknown = { accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'test' };

const config = (credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) => ({
  endpoint: running.longshore.endpoint,
  region: 'us-east-1',
  credentials,
  maxAttempts: 1,
});
const codeOf = (answer: Promise<unknown>): Promise<unknown> =>
  answer.then(
    () => 'none',
    (error: unknown) => (error instanceof Error ? error.name : error),
  );

describe('awsJson', () => {
  const list = (credentials: typeof good) =>
    new ECSClient(config(credentials)).send(new ListClustersCommand({}));

  test('takes a call that is signed by who it says', async () => {
    expect(await codeOf(list(good))).toBe('none');
    expect(await codeOf(list({ accessKeyId: 'test', secretAccessKey: 'test' }))).toBe('none');
  });

  test('refuses all others', async () => {
    await expect(list(wrong)).rejects.toMatchObject({
      name: 'InvalidSignatureException',
      message: expect.stringContaining('Check your AWS Secret Access Key and signing method.'),
    });
    await expect(list(unknown)).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    });
    const answer = await fetch(running.longshore.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AmazonEC2ContainerServiceV20141113.ListClusters',
      },
      body: 'not even JSON',
    });
    expect(await answer.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
  });
});

test('a signature for another service is none for this one', async () => {
  const { host } = new URL(running.longshore.endpoint);
  const body = '{}';
  const headers = {
    host,
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'AmazonEC2ContainerServiceV20141113.ListClusters',
  };
  const signed = sign(
    { method: 'POST', url: '/', headers },
    { credentials: good, region: 'us-east-1', service: 'sns', now: Date.now(), payloadHash: sha256Hex(body) },
  );
  const answer = await fetch(running.longshore.endpoint, { method: 'POST', headers: signed.headers, body });
  expect(await answer.json()).toEqual({
    __type: 'InvalidSignatureException',
    message: "Credential should be scoped to correct service: 'ecs'.",
  });
});

describe('awsQuery', () => {
  test('refuses in its own words', async () => {
    const user = (credentials: typeof good) =>
      new IAMClient(config(credentials)).send(new GetUserCommand({}));
    expect(await codeOf(user(wrong))).toBe('SignatureDoesNotMatch');
    expect(await codeOf(user(unknown))).toBe('InvalidClientTokenId');
  });

  test('takes calls that are made before there are credentials', async () => {
    const sts = new STSClient(config(wrong));
    const call = new AssumeRoleWithWebIdentityCommand({
      RoleArn: 'arn:aws:iam::123456789012:role/app',
      RoleSessionName: 'one',
      WebIdentityToken: 'no token',
    });
    expect(await codeOf(sts.send(call))).toBe('InvalidIdentityTokenException');
  });

  test('users of IAM sign with their access keys', async () => {
    const iam = new IAMClient(config(good));
    await iam.send(new CreateUserCommand({ UserName: 'ann' }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'ann' }));
    const accessKeyId = AccessKey?.AccessKeyId ?? '';
    const user = { accessKeyId, secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
    const who = await new STSClient(config(user)).send(new GetCallerIdentityCommand({}));
    expect(who.Arn).toBe('arn:aws:iam::123456789012:user/ann');
    const other = new STSClient(config({ accessKeyId, secretAccessKey: 'test' }));
    expect(await codeOf(other.send(new GetCallerIdentityCommand({})))).toBe('SignatureDoesNotMatch');
  });

  test('sessions sign with their own secret, and with their token', async () => {
    const sts = new STSClient(config(good));
    const { Credentials: given } = await sts.send(
      new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::123456789012:role/app', RoleSessionName: 'one' }),
    );
    const session = {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken ?? '',
    };
    const list = (credentials: typeof session) =>
      codeOf(new ECSClient(config(credentials)).send(new ListClustersCommand({})));
    expect(await list(session)).toBe('none');
    expect(await list({ ...session, secretAccessKey: 'test' })).toBe('InvalidSignatureException');
    expect(await list({ ...session, sessionToken: 'other' })).toBe('UnrecognizedClientException');
  });
});

describe('Amazon S3', () => {
  const s3 = (credentials = good) => new S3Client({ ...config(credentials), forcePathStyle: true });

  test('takes objects in one piece and in chunks, with keys that need escapes', async () => {
    const client = s3();
    await client.send(new CreateBucketCommand({ Bucket: 'signed' }));
    for (const key of ['a', 'a b/ü(1)*!', "it's+one&two=3?", 'x//y/../z']) {
      const body = `body of ${key}`;
      await client.send(new PutObjectCommand({ Bucket: 'signed', Key: key, Body: body }));
      const answer = await client.send(new GetObjectCommand({ Bucket: 'signed', Key: key }));
      expect(await answer.Body?.transformToString()).toBe(body);
    }
    const Body = Readable.from([Buffer.alloc(100_000, 'a'), Buffer.alloc(50_000, 'b')]);
    await client.send(
      new PutObjectCommand({ Bucket: 'signed', Key: 'streamed', Body, ContentLength: 150_000 }),
    );
    const answer = await client.send(new GetObjectCommand({ Bucket: 'signed', Key: 'streamed' }));
    expect((await answer.Body?.transformToByteArray())?.length).toBe(150_000);
  });

  test('refuses with the hints that Amazon S3 gives', async () => {
    await expect(s3(wrong).send(new ListBucketsCommand({}))).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
      StringToSign: expect.stringContaining('AWS4-HMAC-SHA256'),
      CanonicalRequest: expect.stringContaining('GET\n/\n'),
    });
    expect(await codeOf(s3(unknown).send(new ListBucketsCommand({})))).toBe('InvalidAccessKeyId');
    // As curl --header 'Host: s3.localhost', where such names are not resolved.
    const anonymous = get(new URL('/signed/a', running.longshore.endpoint), {
      headers: { host: 's3.localhost' },
    });
    const [answer] = await once(anonymous, 'response');
    expect(answer.statusCode).toBe(403);
    expect(await text(answer)).toContain('<Code>AccessDenied</Code>');
  });

  class Sha256 {
    readonly #hash;
    constructor(secret?: unknown) {
      this.#hash =
        typeof secret === 'string' || secret instanceof Uint8Array
          ? createHmac('sha256', secret)
          : createHash('sha256');
    }
    update(data: unknown): void {
      if (typeof data === 'string' || data instanceof Uint8Array) this.#hash.update(data);
    }
    digest(): Promise<Uint8Array> {
      return Promise.resolve(this.#hash.digest());
    }
    reset(): void {}
  }

  test('takes presigned URLs, until they end', async () => {
    const { hostname, port } = new URL(running.longshore.endpoint);
    const signer = new SignatureV4({
      credentials: good,
      region: 'us-east-1',
      service: 's3',
      sha256: Sha256,
      uriEscapePath: false,
    });
    const presign = async (signingDate: Date): Promise<string> => {
      const signed = await signer.presign(
        {
          method: 'GET',
          protocol: 'http:',
          hostname,
          port: Number(port),
          path: '/signed/a',
          query: {},
          headers: { host: `${hostname}:${port}`, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
        },
        { expiresIn: 60, signingDate, unsignableHeaders: new Set(['x-amz-content-sha256']) },
      );
      const query = Object.entries(signed.query ?? {}).map(
        ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`,
      );
      return `http://${hostname}:${port}/signed/a?${query.join('&')}`;
    };
    const now = await presign(new Date());
    expect(await (await fetch(now)).text()).toBe('body of a');
    const changed = await fetch(now.replace('/signed/a', '/signed/b'));
    expect(await changed.text()).toContain('SignatureDoesNotMatch');
    const ended = await fetch(await presign(new Date(Date.now() - 120_000)));
    expect(await ended.text()).toContain('Request has expired');
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { GetRoleCommand, IAMClient, CreateRoleCommand } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { clientOptions, refusal } from '../../support/aws-clients.ts';
import { startTestLongshore, type TestLongshore } from '../../support/longshore.ts';
import { trust } from '../iam/documents.ts';

/** Somebody else knows the profile, whose secret no client of the first has, and checks every signature. */
let second: TestLongshore;
let open: TestLongshore;
let closed: TestLongshore;
let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'longshore-profile-'));
  const file = join(directory, 'credentials');
  writeFileSync(file, '[dev]\naws_access_key_id = 444455556666\naws_secret_access_key = theirs\n');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', file);
  vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
  second = await startTestLongshore({ verifySignatures: { rootSecret: 'theirs' } });
  const through = { upstreams: [`*=${second.longshore.endpoint}`], upstreamProfile: 'dev' };
  open = await startTestLongshore(through);
  closed = await startTestLongshore({ ...through, verifySignatures: { rootSecret: 'ours' } });
});
afterAll(async () => {
  for (const running of [closed, open, second]) await running[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true });
});

const s3Of = (running: TestLongshore, secretAccessKey = 'test'): S3Client =>
  new S3Client({
    ...clientOptions(running),
    credentials: { accessKeyId: '111122223333', secretAccessKey },
    forcePathStyle: true,
  });

describe('with a profile', () => {
  test('calls of every kind are signed anew, in the account of the profile', async () => {
    await new SSMClient(clientOptions(open)).send(
      new PutParameterCommand({ Name: '/a', Value: 'ü', Type: 'String' }),
    );
    const theirs = {
      ...clientOptions(second),
      credentials: { accessKeyId: '444455556666', secretAccessKey: 'theirs' },
    };
    const found = await new SSMClient(theirs).send(new GetParameterCommand({ Name: '/a' }));
    expect(found.Parameter?.ARN).toBe('arn:aws:ssm:us-east-1:444455556666:parameter/a');
    const role = { RoleName: 'app', AssumeRolePolicyDocument: trust };
    await new IAMClient(clientOptions(open)).send(new CreateRoleCommand(role));
    const { Role } = await new IAMClient(theirs).send(new GetRoleCommand({ RoleName: 'app' }));
    expect(Role?.Arn).toBe('arn:aws:iam::444455556666:role/app');
  });

  test('objects stream, signed chunk by chunk, and keep what follows them', async () => {
    const s3 = s3Of(open);
    await s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
    const size = 3 * 1024 * 1024;
    const Body = Readable.from(Array.from({ length: 48 }, () => Buffer.alloc(64 * 1024, 'x')));
    const Key = 'a b/ü';
    await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key, Body, ContentLength: size }));
    const head = await s3.send(new HeadObjectCommand({ Bucket: 'bucket', Key, ChecksumMode: 'ENABLED' }));
    expect(head.ContentLength).toBe(size);
    expect(head.ChecksumCRC32).toBeDefined();
    const got = await s3.send(new GetObjectCommand({ Bucket: 'bucket', Key }));
    expect((await got.Body?.transformToByteArray())?.length).toBe(size);
    await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'small', Body: 'small' }));
  });

  test('nobody has calls signed who is not known, where signatures are verified', async () => {
    const known = await s3Of(closed, 'ours').send(new GetObjectCommand({ Bucket: 'bucket', Key: 'small' }));
    expect(await known.Body?.transformToString()).toBe('small');
    const call = new PutObjectCommand({ Bucket: 'bucket', Key: 'small', Body: 'changed' });
    expect((await refusal(s3Of(closed, 'guess').send(call))).name).toBe('SignatureDoesNotMatch');
    const unsigned = await refusal(
      new SSMClient(clientOptions(closed)).send(new GetParameterCommand({ Name: '/a' })),
    );
    expect(unsigned.name).toBe('InvalidSignatureException');
    const still = await s3Of(open).send(new GetObjectCommand({ Bucket: 'bucket', Key: 'small' }));
    expect(await still.Body?.transformToString()).toBe('small');
  });
});

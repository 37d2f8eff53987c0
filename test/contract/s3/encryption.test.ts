import { CreateKeyCommand, DisableKeyCommand, EnableKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketEncryptionCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientOptions, refusal } from '../../support/aws-clients.ts';
import { startTestLongshore, type TestLongshore } from '../../support/longshore.ts';

let longshore: TestLongshore;
let s3: S3Client;
let kms: KMSClient;
const Bucket = 'sealed';
const ServerSideEncryption = 'aws:kms';

beforeAll(async () => {
  longshore = await startTestLongshore();
  s3 = new S3Client({ ...clientOptions(longshore), forcePathStyle: true });
  kms = new KMSClient(clientOptions(longshore));
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => longshore[Symbol.asyncDispose]());

const put = (Key: string, more: object = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body: 'hello', ServerSideEncryption, ...more }));
const get = async (Key: string): Promise<string | undefined> =>
  (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();

test('a key of KMS is the one that is named, else that of Amazon S3', async () => {
  const arn = /^arn:aws:kms:us-east-1:111122223333:key\/[-0-9a-f]{36}$/;
  expect(await put('own')).toMatchObject({ ServerSideEncryption, SSEKMSKeyId: expect.stringMatching(arn) });
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const told = { ServerSideEncryption, SSEKMSKeyId: KeyMetadata?.Arn };
  expect(await put('named', { SSEKMSKeyId: KeyMetadata?.KeyId })).toMatchObject(told);
  expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'named' }))).toMatchObject(told);
  expect(await get('named')).toBe('hello');
});

test('what is encrypted under a key can be read only while the key is enabled', async () => {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const KeyId = KeyMetadata?.KeyId;
  await put('locked', { SSEKMSKeyId: KeyId });
  await kms.send(new DisableKeyCommand({ KeyId }));
  const disabled = {
    name: 'KMS.DisabledException',
    message: `${KeyMetadata?.Arn} is disabled.`,
    status: 400,
  };
  expect(await refusal(get('locked'))).toEqual(disabled);
  expect(await refusal(put('other', { SSEKMSKeyId: KeyId }))).toEqual(disabled);
  const copy = new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/locked` });
  expect(await refusal(s3.send(copy))).toEqual(disabled);
  await kms.send(new EnableKeyCommand({ KeyId }));
  expect(await get('locked')).toBe('hello');
});

test('a key that is not there', async () => {
  const missing = put('none', { SSEKMSKeyId: '00000000-0000-4000-8000-000000000000' });
  expect(await refusal(missing)).toMatchObject({ name: 'KMS.NotFoundException', status: 400 });
});

test('a bucket may have a key for all that comes', async () => {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  await s3.send(new CreateBucketCommand({ Bucket: 'all-sealed' }));
  const by = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KeyMetadata?.Arn } as const;
  await s3.send(
    new PutBucketEncryptionCommand({
      Bucket: 'all-sealed',
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: by, BucketKeyEnabled: true }],
      },
    }),
  );
  expect(await s3.send(new PutObjectCommand({ Bucket: 'all-sealed', Key: 'a', Body: 'a' }))).toMatchObject({
    ServerSideEncryption: 'aws:kms',
    SSEKMSKeyId: KeyMetadata?.Arn,
    BucketKeyEnabled: true,
  });
  const plain = { Bucket: 'all-sealed', Key: 'b', Body: 'b', ServerSideEncryption: 'AES256' } as const;
  expect((await s3.send(new PutObjectCommand(plain))).SSEKMSKeyId).toBeUndefined();
});

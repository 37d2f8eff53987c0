import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { clientOptions } from '../../support/aws-clients.ts';
import { startTestLongshore, type TestLongshore } from '../../support/longshore.ts';
import { signed } from '../wire/http.ts';

let dataDirectory: string;
const Bucket = 'lasting';

beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'longshore-s3-test-'));
});
afterEach(() => rm(dataDirectory, { recursive: true, force: true }));

const clientOf = (longshore: TestLongshore): S3Client =>
  new S3Client({ ...clientOptions(longshore), forcePathStyle: true });

/** Names of all files that hold bytes of objects, or are to. */
async function blobs(): Promise<string[]> {
  const found = await readdir(join(dataDirectory, 's3'), { recursive: true, withFileTypes: true });
  return found.filter((file) => file.isFile()).map(({ name }) => name);
}

test('objects, uploads and buckets are there after a restart', async () => {
  let upload: { UploadId?: string | undefined } = {};
  let part: { ETag?: string | undefined } = {};
  {
    await using longshore = await startTestLongshore({ dataDirectory });
    const s3 = clientOf(longshore);
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'kept', Body: 'hello', Metadata: { a: '1' } }));
    upload = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'parts' }));
    const { UploadId } = upload;
    part = await s3.send(
      new UploadPartCommand({ Bucket, Key: 'parts', UploadId, PartNumber: 1, Body: 'part' }),
    );
  }
  await using longshore = await startTestLongshore({ dataDirectory });
  const s3 = clientOf(longshore);
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'kept' }));
  expect(got.Metadata).toEqual({ a: '1' });
  expect(await got.Body?.transformToString()).toBe('hello');
  await s3.send(
    new CompleteMultipartUploadCommand({
      Bucket,
      Key: 'parts',
      UploadId: upload.UploadId,
      MultipartUpload: { Parts: [{ PartNumber: 1, ETag: part.ETag }] },
    }),
  );
  const whole = await s3.send(new GetObjectCommand({ Bucket, Key: 'parts' }));
  expect(await whole.Body?.transformToString()).toBe('part');
});

test('versions are there after a restart, with the files of those that are not current', async () => {
  const ids: (string | undefined)[] = [];
  {
    await using longshore = await startTestLongshore({ dataDirectory });
    const s3 = clientOf(longshore);
    await s3.send(new CreateBucketCommand({ Bucket }));
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    for (const Body of ['one', 'two']) {
      ids.push((await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body }))).VersionId);
    }
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
  }
  await using longshore = await startTestLongshore({ dataDirectory });
  const s3 = clientOf(longshore);
  // Files that no row names are swept before the first is written.
  await s3.send(new PutObjectCommand({ Bucket, Key: 'b', Body: 'three' }));
  expect(await blobs()).toHaveLength(3);
  for (const [index, text] of ['one', 'two'].entries()) {
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'a', VersionId: ids[index] }));
    expect(await got.Body?.transformToString()).toBe(text);
  }
});

test('a client that hangs up half-way leaves nothing, and what was there stays', async () => {
  await using longshore = await startTestLongshore({ dataDirectory });
  const s3 = clientOf(longshore);
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'kept', Body: 'hello' }));
  const before = await blobs();
  const { endpoint } = longshore.longshore;
  const half = request(`${endpoint}/${Bucket}/kept`, {
    method: 'PUT',
    headers: { ...signed('s3'), 'content-length': '1000000' },
  });
  half.on('error', () => {});
  half.write(Buffer.alloc(200_000));
  await expect.poll(async () => (await blobs()).length).toBe(before.length + 1);
  half.destroy();
  await expect.poll(blobs).toEqual(before);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'kept' }));
  expect(await Body?.transformToString()).toBe('hello');
});

test('who reads an object reads it to its end, whatever becomes of it', async () => {
  await using longshore = await startTestLongshore({ dataDirectory });
  const s3 = clientOf(longshore);
  await s3.send(new CreateBucketCommand({ Bucket }));
  const size = 32 * 1024 ** 2;
  await s3.send(new PutObjectCommand({ Bucket, Key: 'big', Body: Buffer.alloc(size, 'a') }));
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'big' }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'big', Body: 'small' }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'big' }));
  const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
  expect(bytes.equals(Buffer.alloc(size, 'a'))).toBe(true);
  await expect.poll(blobs).toEqual([]);
});

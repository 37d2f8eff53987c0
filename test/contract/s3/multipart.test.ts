import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientOptions, refusal } from '../../support/aws-clients.ts';
import { type TestLongshore, startTestLongshore } from '../../support/longshore.ts';

let longshore: TestLongshore;
let s3: S3Client;
const Bucket = 'parts';
const big = Buffer.alloc(5 * 1024 ** 2, 'a');
const md5 = (bytes: Uint8Array): Buffer => createHash('md5').update(bytes).digest();

beforeAll(async () => {
  longshore = await startTestLongshore();
  s3 = new S3Client({ ...clientOptions(longshore), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => longshore[Symbol.asyncDispose]());

async function begin(Key: string, more: object = {}): Promise<string> {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));
  return UploadId ?? '';
}
const send = (
  Key: string,
  UploadId: string,
  PartNumber: number,
  Body: Uint8Array | string,
  more: object = {},
) => s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ...more }));

test('parts become an object, in order of number and without those that are not named', async () => {
  const Key = 'whole';
  const UploadId = await begin(Key, { ContentType: 'text/plain', Metadata: { a: '1' }, Tagging: 'a=b' });
  const tail = await send(Key, UploadId, 7, 'tail');
  await send(Key, UploadId, 5, 'unused');
  await send(Key, UploadId, 2, 'will be replaced');
  const head = await send(Key, UploadId, 2, big);
  const { Parts } = await s3.send(new ListPartsCommand({ Bucket, Key, UploadId }));
  expect(Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
    [2, big.length],
    [5, 6],
    [7, 4],
  ]);
  const made = await s3.send(
    new CompleteMultipartUploadCommand({
      Bucket,
      Key,
      UploadId,
      MultipartUpload: {
        Parts: [
          { PartNumber: 2, ETag: head.ETag },
          { PartNumber: 7, ETag: tail.ETag },
        ],
      },
    }),
  );
  const etag = createHash('md5')
    .update(Buffer.concat([md5(big), md5(Buffer.from('tail'))]))
    .digest('hex');
  expect(made).toMatchObject({ Bucket, Key, ETag: `"${etag}-2"` });
  const got = await s3.send(new GetObjectCommand({ Bucket, Key }));
  expect(got).toMatchObject({
    ContentType: 'text/plain',
    Metadata: { a: '1' },
    TagCount: 1,
    ETag: made.ETag,
  });
  expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(
    Buffer.concat([big, Buffer.from('tail')]),
  );
  const across = await s3.send(
    new GetObjectCommand({ Bucket, Key, Range: `bytes=${big.length - 2}-${big.length + 1}` }),
  );
  expect(await across.Body?.transformToString()).toBe('aata');
  const second = await s3.send(new HeadObjectCommand({ Bucket, Key, PartNumber: 2 }));
  expect(second).toMatchObject({ PartsCount: 2, ContentLength: 4 });
  expect(await refusal(s3.send(new ListPartsCommand({ Bucket, Key, UploadId })))).toMatchObject({
    name: 'NoSuchUpload',
    status: 404,
  });
});

test.each([
  ['CRC32', 'FULL_OBJECT'],
  ['CRC64NVME', 'FULL_OBJECT'],
  ['CRC32C', 'COMPOSITE'],
  ['SHA256', 'COMPOSITE'],
] as const)('the checksum %s is %s', async (ChecksumAlgorithm, ChecksumType) => {
  const Key = `sum-${ChecksumAlgorithm}`;
  const UploadId = await begin(Key, { ChecksumAlgorithm, ChecksumType });
  const member = `Checksum${ChecksumAlgorithm}` as 'ChecksumCRC32';
  const Parts: object[] = [];
  for (const [index, body] of [big, Buffer.from('end')].entries()) {
    const part = await send(Key, UploadId, index + 1, body, { ChecksumAlgorithm });
    Parts.push({ PartNumber: index + 1, ETag: part.ETag, [member]: part[member] });
  }
  const made = await s3.send(
    new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
  );
  expect(made.ChecksumType).toBe(ChecksumType);
  const whole = await s3.send(
    new PutObjectCommand({
      Bucket,
      Key: 'whole',
      Body: Buffer.concat([big, Buffer.from('end')]),
      ChecksumAlgorithm: 'CRC32',
    }),
  );
  if (ChecksumAlgorithm === 'CRC32') expect(made.ChecksumCRC32).toBe(whole.ChecksumCRC32);
  if (ChecksumType === 'COMPOSITE') expect(made[member]).toMatch(/-2$/);
});

test('a part with another checksum than its upload is refused', async () => {
  const UploadId = await begin('other-sum', { ChecksumAlgorithm: 'SHA256' });
  const part = send('other-sum', UploadId, 1, 'x', { ChecksumAlgorithm: 'CRC32' });
  expect(await refusal(part)).toEqual({
    name: 'InvalidRequest',
    message: 'Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: crc32',
    status: 400,
  });
});

test('parts out of objects that are there', async () => {
  await s3.send(new PutObjectCommand({ Bucket, Key: 'source', Body: '0123456789' }));
  const UploadId = await begin('copied');
  const part = await s3.send(
    new UploadPartCopyCommand({
      Bucket,
      Key: 'copied',
      UploadId,
      PartNumber: 1,
      CopySource: `${Bucket}/source`,
      CopySourceRange: 'bytes=2-4',
    }),
  );
  const Parts = [{ PartNumber: 1, ETag: part.CopyPartResult?.ETag }];
  await s3.send(
    new CompleteMultipartUploadCommand({ Bucket, Key: 'copied', UploadId, MultipartUpload: { Parts } }),
  );
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'copied' }));
  expect(await Body?.transformToString()).toBe('234');
});

test('an upload is listed until it is aborted', async () => {
  const UploadId = await begin('aborted');
  await send('aborted', UploadId, 1, 'x');
  const { Uploads } = await s3.send(new ListMultipartUploadsCommand({ Bucket, Prefix: 'abort' }));
  expect(Uploads).toMatchObject([{ Key: 'aborted', UploadId }]);
  await s3.send(new AbortMultipartUploadCommand({ Bucket, Key: 'aborted', UploadId }));
  expect(await refusal(send('aborted', UploadId, 2, 'x'))).toMatchObject({ name: 'NoSuchUpload' });
});

test('pages of uploads end within a key, and go on there', async () => {
  await s3.send(new CreateBucketCommand({ Bucket: 'upload-pages' }));
  const of = (Key: string) => s3.send(new CreateMultipartUploadCommand({ Bucket: 'upload-pages', Key }));
  const begun: (string | undefined)[] = [];
  for (const key of ['a', 'a', 'a', 'b/x', 'b/y', 'c']) begun.push((await of(key)).UploadId);
  const list = (more: object) =>
    s3.send(new ListMultipartUploadsCommand({ Bucket: 'upload-pages', ...more }));
  const paged: (string | undefined)[] = [];
  let next: object | undefined = {};
  while (next !== undefined) {
    const page: ListMultipartUploadsCommandOutput = await list({ MaxUploads: 2, ...next });
    paged.push(...(page.Uploads ?? []).map(({ UploadId }) => UploadId));
    const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = page;
    next = page.IsTruncated === true ? { KeyMarker, UploadIdMarker } : undefined;
  }
  expect(paged).toHaveLength(6);
  expect(new Set(paged)).toEqual(new Set(begun));
  // Those of other keys are in order; of uploads begun in one millisecond either may be the first.
  expect(paged.slice(3)).toEqual(begun.slice(3));
  const behind = await list({ KeyMarker: 'a' });
  expect(behind.Uploads?.map(({ Key }) => Key)).toEqual(['b/x', 'b/y', 'c']);
  const rolled = await list({ Delimiter: '/', KeyMarker: 'a' });
  expect(rolled.CommonPrefixes).toEqual([{ Prefix: 'b/' }]);
  expect(rolled.Uploads?.map(({ Key }) => Key)).toEqual(['c']);
});

test('a checksum of a part that is not what was sent is refused', async () => {
  const Key = 'other-sum';
  const UploadId = await begin(Key, { ChecksumAlgorithm: 'SHA256' });
  const { ETag } = await send(Key, UploadId, 1, 'part', { ChecksumAlgorithm: 'SHA256' });
  const Parts = [{ PartNumber: 1, ETag, ChecksumSHA256: Buffer.alloc(32).toString('base64') }];
  const complete = new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } });
  expect(await refusal(s3.send(complete))).toMatchObject({ name: 'InvalidPart', status: 400 });
});

test.each(['CRC32', 'CRC32C', 'CRC64NVME'] as const)(
  'the %s of the whole that is said at the end is held against the object',
  async (algorithm) => {
    const member = `Checksum${algorithm}` as const;
    const put = { Bucket, Key: 'at-once', Body: 'part', ChecksumAlgorithm: algorithm };
    const { [member]: whole = '' } = await s3.send(new PutObjectCommand(put));
    const Key = 'said-at-the-end';
    const full = { ChecksumAlgorithm: algorithm, ChecksumType: 'FULL_OBJECT' } as const;
    const UploadId = await begin(Key, full);
    const { ETag } = await send(Key, UploadId, 1, 'part', { ChecksumAlgorithm: algorithm });
    const complete = (said: string) =>
      s3.send(
        new CompleteMultipartUploadCommand({
          Bucket,
          Key,
          UploadId,
          MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
          ChecksumType: 'FULL_OBJECT',
          [member]: said,
        }),
      );
    const other = Buffer.alloc(Buffer.from(whole, 'base64').length).toString('base64');
    expect(await refusal(complete(other))).toMatchObject({ name: 'BadDigest', status: 400 });
    expect(await complete(whole)).toMatchObject({ [member]: whole, ChecksumType: 'FULL_OBJECT' });
  },
);

test('parts and their checksums are attributes', async () => {
  const Key = 'attributes';
  const UploadId = await begin(Key, { ChecksumAlgorithm: 'SHA256' });
  const sent = await send(Key, UploadId, 1, 'part', { ChecksumAlgorithm: 'SHA256' });
  const { ETag, ChecksumSHA256 } = sent;
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag, ChecksumSHA256 }] };
  await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }));
  const told = await s3.send(
    new GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes: ['ObjectParts', 'Checksum'] }),
  );
  expect(told.ObjectParts).toMatchObject({
    TotalPartsCount: 1,
    IsTruncated: false,
    Parts: [{ PartNumber: 1, Size: 4, ChecksumSHA256 }],
  });
  expect(told.Checksum).toMatchObject({ ChecksumType: 'COMPOSITE' });
  expect(told.Checksum?.ChecksumSHA256).not.toContain('-');
});

test('what cannot become an object stays an upload', async () => {
  const Key = 'stays';
  const UploadId = await begin(Key);
  const first = await send(Key, UploadId, 1, 'small');
  const second = await send(Key, UploadId, 2, 'end');
  const complete = (Parts: object[], more: object = {}): Promise<unknown> =>
    s3.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...more }),
    );
  const one = { PartNumber: 1, ETag: first.ETag };
  const two = { PartNumber: 2, ETag: second.ETag };
  expect(await refusal(complete([one, two]))).toMatchObject({ name: 'EntityTooSmall' });
  expect(await refusal(complete([two, one]))).toMatchObject({ name: 'InvalidPartOrder' });
  expect(await refusal(complete([{ ...one, ETag: 'other' }]))).toMatchObject({ name: 'InvalidPart' });
  expect(await refusal(complete([]))).toMatchObject({ name: 'MalformedXML' });
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'there' }));
  expect(await refusal(complete([one], { IfNoneMatch: '*' }))).toMatchObject({ status: 412 });
  await complete([one]);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  expect(await Body?.transformToString()).toBe('small');
  expect(await refusal(send(Key, await begin(Key), 10_001, 'x'))).toMatchObject({
    message: 'Part number must be an integer between 1 and 10000, inclusive',
  });
});

test('uploads go with their bucket', async () => {
  await s3.send(new CreateBucketCommand({ Bucket: 'short-lived' }));
  await s3.send(new CreateMultipartUploadCommand({ Bucket: 'short-lived', Key: 'x' }));
  await s3.send(new DeleteBucketCommand({ Bucket: 'short-lived' }));
});

import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectAttributesCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientOptions, refusal } from '../../support/aws-clients.ts';
import { type TestLongshore, startTestLongshore } from '../../support/longshore.ts';

let longshore: TestLongshore;
/** As clients were before 2025: they say no checksum of their own accord. */
let s3: S3Client;
const Bucket = 'unchecked';

beforeAll(async () => {
  longshore = await startTestLongshore();
  const requestChecksumCalculation = 'WHEN_REQUIRED' as const;
  s3 = new S3Client({ ...clientOptions(longshore), forcePathStyle: true, requestChecksumCalculation });
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => longshore[Symbol.asyncDispose]());

const headOf = (Key: string) => s3.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));

test('an object that is put without a checksum gets a CRC64NVME, and its copy has it too', async () => {
  // The check value of this CRC in every catalogue of them.
  const expected = { ChecksumCRC64NVME: 'rosUhgp5mIg=', ChecksumType: 'FULL_OBJECT' };
  const put = await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '123456789' }));
  expect(put).toMatchObject(expected);
  expect(await headOf('a')).toMatchObject(expected);
  const copy = await s3.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource: `${Bucket}/a` }));
  expect(copy.CopyObjectResult).toMatchObject(expected);
});

test('so does one of parts, of the whole', async () => {
  const Key = 'parts';
  const big = Buffer.alloc(5 * 1024 ** 2, 'a');
  const upload = { Bucket, Key, ...(await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }))) };
  const UploadId = upload.UploadId ?? '';
  const Parts = [];
  for (const [index, Body] of [big, Buffer.from('tail')].entries()) {
    const PartNumber = index + 1;
    const { ETag } = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
    Parts.push({ PartNumber, ETag });
  }
  const whole = { Bucket, Key, UploadId, MultipartUpload: { Parts } };
  expect(
    await refusal(s3.send(new CompleteMultipartUploadCommand({ ...whole, ChecksumCRC32: 'AAAAAA==' }))),
  ).toMatchObject({
    name: 'InvalidRequest',
    message: 'Checksum Type mismatch occurred, expected checksum Type: null, actual checksum Type: crc32',
  });
  const done = await s3.send(new CompleteMultipartUploadCommand(whole));
  const once = await s3.send(
    new PutObjectCommand({ Bucket, Key: 'once', Body: Buffer.concat([big, Buffer.from('tail')]) }),
  );
  expect(once.ChecksumCRC64NVME).toMatch(/^.{11}=$/);
  expect(done).toMatchObject({ ChecksumCRC64NVME: once.ChecksumCRC64NVME, ChecksumType: 'FULL_OBJECT' });
  const { Checksum } = await s3.send(
    new GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes: ['Checksum'] }),
  );
  expect(Checksum).toEqual({ ChecksumCRC64NVME: once.ChecksumCRC64NVME, ChecksumType: 'FULL_OBJECT' });
});

import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  type PutObjectCommandInput,
  PutObjectTaggingCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientOptions, refusal } from '../../support/aws-clients.ts';
import { type TestLongshore, startTestLongshore } from '../../support/longshore.ts';
import { send, signed } from '../wire/http.ts';

let longshore: TestLongshore;
let s3: S3Client;
const Bucket = 'objects';

beforeAll(async () => {
  longshore = await startTestLongshore();
  s3 = new S3Client({ ...clientOptions(longshore), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => longshore[Symbol.asyncDispose]());

const put = (Key: string, Body: PutObjectCommandInput['Body'], more: Partial<PutObjectCommandInput> = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const textOf = async (Key: string, more: object = {}): Promise<string | undefined> =>
  (await s3.send(new GetObjectCommand({ Bucket, Key, ...more }))).Body?.transformToString();
const md5 = (text: string | Uint8Array): string => createHash('md5').update(text).digest('hex');

describe('PutObject and GetObject', () => {
  test('bytes, headers, metadata and tags', async () => {
    const Expires = new Date('2030-01-02T03:04:05Z');
    const made = await put('whole', 'hello', {
      ContentType: 'text/plain',
      CacheControl: 'no-cache',
      ContentDisposition: 'attachment; filename="a.txt"',
      ContentEncoding: 'identity',
      ContentLanguage: 'en',
      Expires,
      Metadata: { one: 'a', two: 'b c' },
      StorageClass: 'STANDARD_IA',
      Tagging: 'team=a&x=%26',
    });
    expect(made.ETag).toBe(`"${md5('hello')}"`);
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'whole' }));
    expect(await got.Body?.transformToString()).toBe('hello');
    expect(got).toMatchObject({
      AcceptRanges: 'bytes',
      ETag: made.ETag,
      ContentLength: 5,
      ContentType: 'text/plain',
      CacheControl: 'no-cache',
      ContentDisposition: 'attachment; filename="a.txt"',
      ContentEncoding: 'identity',
      ContentLanguage: 'en',
      ExpiresString: Expires.toUTCString(),
      Metadata: { one: 'a', two: 'b c' },
      StorageClass: 'STANDARD_IA',
      TagCount: 2,
      LastModified: expect.any(Date),
    });
    const { $metadata: _, ...head } = await s3.send(new HeadObjectCommand({ Bucket, Key: 'whole' }));
    expect(got).toMatchObject(head);
  });

  test.each(['a/b', ' a b ', 'ü€\u{1F600}', 'a+b%20&=?#', '../..', 'a//b/', '.', 'it\'s (a) <key>"*'])(
    'the key %j',
    async (Key) => {
      await put(Key, Key);
      expect(await textOf(Key)).toBe(Key);
      const { Contents } = await s3.send(new ListObjectsCommand({ Bucket, Prefix: Key }));
      expect(Contents?.map((object) => object.Key)).toContain(Key);
    },
  );

  test('nothing at all', async () => {
    await put('empty', new Uint8Array());
    expect(await textOf('empty')).toBe('');
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'empty' }))).ContentLength).toBe(0);
  });

  test('a stream of several megabytes, both ways, over what was there', async () => {
    const piece = Buffer.alloc(64 * 1024, 'longshore');
    await put('stream', 'before');
    await put('stream', Readable.from(Array.from({ length: 80 }, () => piece)), {
      ContentLength: 80 * piece.length,
    });
    const { Body, ETag } = await s3.send(new GetObjectCommand({ Bucket, Key: 'stream' }));
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    expect(bytes.length).toBe(80 * piece.length);
    expect(ETag).toBe(`"${md5(bytes)}"`);
  });

  test('ranges', async () => {
    await put('range', '0123456789');
    const part = await s3.send(new GetObjectCommand({ Bucket, Key: 'range', Range: 'bytes=2-4' }));
    expect(part).toMatchObject({ ContentRange: 'bytes 2-4/10', ContentLength: 3 });
    expect(part.$metadata.httpStatusCode).toBe(206);
    expect(await part.Body?.transformToString()).toBe('234');
    expect(await textOf('range', { Range: 'bytes=-2' })).toBe('89');
    expect(await refusal(textOf('range', { Range: 'bytes=10-' }))).toEqual({
      name: 'InvalidRange',
      message: 'The requested range is not satisfiable',
      status: 416,
    });
  });

  test('headers that the request asks for', async () => {
    await put('override', 'x');
    const got = await s3.send(
      new GetObjectCommand({
        Bucket,
        Key: 'override',
        ResponseContentType: 'a/b',
        ResponseCacheControl: 'c',
      }),
    );
    expect(got).toMatchObject({ ContentType: 'a/b', CacheControl: 'c' });
  });
});

describe('checksums', () => {
  test.each([
    ['CRC32', 'NhCmhg=='],
    ['CRC32C', 'mnG7TA=='],
    ['SHA1', 'qvTGHdzF6KLavt4PO0gs2a6pQ00='],
    ['SHA256', 'LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ='],
  ] as const)('%s is checked, kept and told', async (ChecksumAlgorithm, value) => {
    const member = `Checksum${ChecksumAlgorithm}`;
    const made = await put('sum', 'hello', { ChecksumAlgorithm });
    expect(made).toMatchObject({ [member]: value, ChecksumType: 'FULL_OBJECT' });
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'sum', ChecksumMode: 'ENABLED' }));
    expect(head).toMatchObject({ [member]: value });
    // The client checks it itself.
    expect(await textOf('sum', { ChecksumMode: 'ENABLED' })).toBe('hello');
    expect(await refusal(put('sum', 'hullo', { [member]: value }))).toEqual({
      name: 'BadDigest',
      message: `The ${ChecksumAlgorithm} you specified did not match the calculated checksum.`,
      status: 400,
    });
    expect(await textOf('sum')).toBe('hello');
  });

  test('one that follows the body', async () => {
    const body = Readable.from([Buffer.from('hel'), Buffer.from('lo')]);
    const made = await put('trailer', body, { ContentLength: 5, ChecksumAlgorithm: 'CRC32' });
    expect(made.ChecksumCRC32).toBe('NhCmhg==');
  });

  test('Content-MD5', async () => {
    const ContentMD5 = Buffer.from(md5('hello'), 'hex').toString('base64');
    await put('md5', 'hello', { ContentMD5 });
    expect(await refusal(put('md5', 'hullo', { ContentMD5 }))).toMatchObject({ name: 'BadDigest' });
    expect(await refusal(put('md5', 'x', { ContentMD5: 'abc' }))).toMatchObject({ name: 'InvalidDigest' });
  });
});

test('a body that is not the one that was signed is not kept', async () => {
  const sent = (digest: string) =>
    send(longshore.longshore.endpoint, {
      method: 'PUT',
      path: `/${Bucket}/signed`,
      headers: { ...signed('s3'), 'x-amz-content-sha256': digest },
      body: 'hello',
    });
  const refused = await sent('0'.repeat(64));
  expect(refused.status).toBe(400);
  expect(refused.body).toContain(
    '<Code>XAmzContentSHA256Mismatch</Code><Message>The provided &#39;x-amz-content-sha256&#39; header does not match what was computed.',
  );
  expect(await refusal(textOf('signed'))).toMatchObject({ name: 'NoSuchKey' });
  await sent(createHash('sha256').update('hello').digest('hex'));
  expect(await textOf('signed')).toBe('hello');
});

describe('conditions', () => {
  test('of reading', async () => {
    const { ETag } = await put('if', 'x');
    expect(await textOf('if', { IfMatch: ETag })).toBe('x');
    expect(await refusal(textOf('if', { IfMatch: '"other"' }))).toMatchObject({
      name: 'PreconditionFailed',
      status: 412,
    });
    expect(await refusal(textOf('if', { IfNoneMatch: ETag }))).toMatchObject({ status: 304 });
    expect(await refusal(textOf('if', { IfModifiedSince: new Date(Date.now() + 1000) }))).toMatchObject({
      status: 304,
    });
    const old = { IfUnmodifiedSince: new Date('2020-01-01') };
    expect(await refusal(textOf('if', old))).toMatchObject({ status: 412 });
  });

  test('of writing', async () => {
    const { ETag } = await put('once', 'first', { IfNoneMatch: '*' });
    expect(await refusal(put('once', 'second', { IfNoneMatch: '*' }))).toEqual({
      name: 'PreconditionFailed',
      message: 'At least one of the pre-conditions you specified did not hold',
      status: 412,
    });
    expect(await textOf('once')).toBe('first');
    await put('once', 'second', { IfMatch: ETag });
    expect(await refusal(put('once', 'third', { IfMatch: ETag }))).toMatchObject({ status: 412 });
    expect(await refusal(put('never', 'x', { IfMatch: ETag }))).toMatchObject({
      name: 'NoSuchKey',
      status: 404,
    });
    expect(await refusal(put('once', 'x', { IfNoneMatch: ETag }))).toMatchObject({ name: 'NotImplemented' });
  });

  test('of deleting', async () => {
    const { ETag } = await put('delete-if', 'first');
    const remove = (IfMatch: string | undefined, Key = 'delete-if') =>
      s3.send(new DeleteObjectCommand({ Bucket, Key, IfMatch }));
    expect(await refusal(remove('"other"'))).toMatchObject({ name: 'PreconditionFailed', status: 412 });
    expect(await refusal(remove(ETag, 'never'))).toMatchObject({ name: 'NoSuchKey', status: 404 });
    await remove(ETag);
    expect(await refusal(textOf('delete-if'))).toMatchObject({ name: 'NoSuchKey' });
  });
});

test('CopyObject takes headers along, or replaces them', async () => {
  await put('source/ü +%', 'copied', { Metadata: { a: '1' }, ContentType: 'text/x', Tagging: 'a=b' });
  const CopySource = `/${Bucket}/${encodeURIComponent('source/ü +%')}`;
  await s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource }));
  expect(await textOf('copy')).toBe('copied');
  expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'copy' }))).toMatchObject({
    Metadata: { a: '1' },
    ContentType: 'text/x',
  });
  const replaced = { MetadataDirective: 'REPLACE', Metadata: { b: '2' } } as const;
  await s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource, ...replaced }));
  const { Metadata } = await s3.send(new HeadObjectCommand({ Bucket, Key: 'copy' }));
  expect(Metadata).toEqual({ b: '2' });
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'source/ü +%' }));
  expect(await textOf('copy')).toBe('copied');
  const itself = new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/copy` });
  expect(await refusal(s3.send(itself))).toMatchObject({ name: 'InvalidRequest' });
  expect(await refusal(s3.send(new CopyObjectCommand({ Bucket, Key: 'x', CopySource })))).toMatchObject({
    name: 'NoSuchKey',
  });
});

test('tags and attributes', async () => {
  await put('details', 'hello');
  const TagSet = [{ Key: 'a', Value: '1' }];
  await s3.send(new PutObjectTaggingCommand({ Bucket, Key: 'details', Tagging: { TagSet } }));
  const read = (): Promise<object> => s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'details' }));
  expect(await read()).toMatchObject({ TagSet });
  await s3.send(new DeleteObjectTaggingCommand({ Bucket, Key: 'details' }));
  expect(await read()).toMatchObject({ TagSet: [] });
  const twice = { TagSet: [...TagSet, ...TagSet] };
  expect(
    await refusal(s3.send(new PutObjectTaggingCommand({ Bucket, Key: 'details', Tagging: twice }))),
  ).toMatchObject({ name: 'InvalidTag', message: 'Cannot provide multiple Tags with the same key' });
  const attributes = new GetObjectAttributesCommand({
    Bucket,
    Key: 'details',
    ObjectAttributes: ['ETag', 'ObjectSize', 'Checksum', 'StorageClass'],
  });
  expect(await s3.send(attributes)).toMatchObject({
    ETag: md5('hello'),
    ObjectSize: 5,
    Checksum: { ChecksumCRC32: 'NhCmhg==' },
    StorageClass: 'STANDARD',
  });
});

test('listing, page by page, with and without a delimiter', async () => {
  const own = 'listing';
  await s3.send(new CreateBucketCommand({ Bucket: own }));
  const keys = ['a', 'd/1', 'd/2', 'e/1', 'f'];
  for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket: own, Key, Body: Key }));
  const found: string[] = [];
  for await (const page of paginateListObjectsV2({ client: s3, pageSize: 2 }, { Bucket: own })) {
    expect(page.KeyCount).toBeLessThanOrEqual(2);
    found.push(...(page.Contents?.map(({ Key = '' }) => Key) ?? []));
  }
  expect(found).toEqual(keys);
  const rolled = await s3.send(new ListObjectsCommand({ Bucket: own, Delimiter: '/', MaxKeys: 2 }));
  expect(rolled).toMatchObject({
    Contents: [{ Key: 'a', Size: 1, Owner: { DisplayName: '111122223333' } }],
    CommonPrefixes: [{ Prefix: 'd/' }],
    IsTruncated: true,
    NextMarker: 'd/',
  });
  const rest = new ListObjectsCommand({ Bucket: own, Delimiter: '/', Marker: rolled.NextMarker });
  expect(await s3.send(rest)).toMatchObject({
    Contents: [{ Key: 'f' }],
    CommonPrefixes: [{ Prefix: 'e/' }],
    IsTruncated: false,
  });
});

test('DeleteObjects, of a thousand and of none', async () => {
  const Objects = Array.from({ length: 1000 }, (_, index) => ({ Key: `<&"'> ${index}` }));
  await put(Objects[7]?.Key ?? '', 'x');
  const gone = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect(gone.Deleted).toEqual(Objects);
  expect(await refusal(textOf(Objects[7]?.Key ?? ''))).toMatchObject({ name: 'NoSuchKey' });
  const quiet = await s3.send(
    new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'no' }], Quiet: true } }),
  );
  expect(quiet.Deleted).toBeUndefined();
  const none = new DeleteObjectsCommand({ Bucket, Delete: { Objects: [] } });
  expect(await refusal(s3.send(none))).toMatchObject({ name: 'MalformedXML' });
});

describe('refusals', () => {
  test.each([
    ['a key that is not there', new GetObjectCommand({ Bucket, Key: 'no' }), 'NoSuchKey', 404],
    [
      'a bucket that is not there',
      new GetObjectCommand({ Bucket: 'nowhere', Key: 'no' }),
      'NoSuchBucket',
      404,
    ],
    ['a head, which has no body', new HeadObjectCommand({ Bucket, Key: 'no' }), 'NotFound', 404],
    [
      'a key of 1025 bytes',
      new PutObjectCommand({ Bucket, Key: 'k'.repeat(1025), Body: 'x' }),
      'KeyTooLongError',
      400,
    ],
    [
      'an access control list',
      new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', ACL: 'public-read' }),
      'AccessControlListNotSupported',
      400,
    ],
    [
      'a lock',
      new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', ObjectLockLegalHoldStatus: 'ON' }),
      'NotImplemented',
      501,
    ],
    [
      'a hold that is counted in days',
      new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', ObjectLockEventHoldDurationDays: 1 }),
      'NotImplemented',
      501,
    ],
    [
      'an owner that it is not',
      new GetObjectCommand({ Bucket, Key: 'k', ExpectedBucketOwner: '999988887777' }),
      'AccessDenied',
      403,
    ],
    [
      'a storage class that is none',
      new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', StorageClass: 'SHELF' as 'GLACIER' }),
      'InvalidStorageClass',
      400,
    ],
    [
      'too much metadata',
      new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', Metadata: { a: 'x'.repeat(2048) } }),
      'MetadataTooLarge',
      400,
    ],
  ])('%s', async (_, command, name, status) => {
    expect(await refusal(s3.send(command))).toMatchObject({ name, status });
  });
});

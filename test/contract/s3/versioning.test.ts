import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketVersioningCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandInput,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientOptions, refusal } from '../../support/aws-clients.ts';
import { startTestLongshore, type TestLongshore } from '../../support/longshore.ts';

let longshore: TestLongshore;
let s3: S3Client;

beforeAll(async () => {
  longshore = await startTestLongshore();
  s3 = new S3Client({ ...clientOptions(longshore), forcePathStyle: true });
});
afterAll(() => longshore[Symbol.asyncDispose]());

const put = async (Bucket: string, Key: string, Body: string) =>
  await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
const textOf = async (Bucket: string, Key: string, VersionId?: string): Promise<string | undefined> =>
  (await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }))).Body?.transformToString();
const setVersioning = (Bucket: string, Status: 'Enabled' | 'Suspended') =>
  s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));

async function bucket(name: string, status: 'Enabled' | 'off' = 'Enabled'): Promise<string> {
  await s3.send(new CreateBucketCommand({ Bucket: name }));
  if (status !== 'off') await setVersioning(name, status);
  return name;
}

interface Listed {
  readonly entries: readonly string[];
  readonly next: readonly (string | undefined)[];
}

/** `key:id`, `!` before a delete marker, `*` behind the latest of a key. */
async function versions(Bucket: string, rest: Partial<ListObjectVersionsCommandInput> = {}): Promise<Listed> {
  const page = await s3.send(new ListObjectVersionsCommand({ Bucket, ...rest }));
  const name = (row: { Key?: string; VersionId?: string; IsLatest?: boolean }): string =>
    `${row.Key}:${row.VersionId}${row.IsLatest === true ? '*' : ''}`;
  return {
    entries: [
      ...(page.Versions ?? []).map(name),
      ...(page.DeleteMarkers ?? []).map((row) => `!${name(row)}`),
      ...(page.CommonPrefixes ?? []).map(({ Prefix }) => `${Prefix}`),
    ],
    next: [page.NextKeyMarker, page.NextVersionIdMarker],
  };
}

test('each put makes a version, and each can be read', async () => {
  const Bucket = await bucket('versions-put');
  expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
  const first = (await put(Bucket, 'a', 'one')).VersionId;
  const second = (await put(Bucket, 'a', 'two')).VersionId;
  expect(first).toMatch(/^[\w.]{32}$/);
  expect(await textOf(Bucket, 'a')).toBe('two');
  expect(await textOf(Bucket, 'a', first)).toBe('one');
  expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'a' }))).VersionId).toBe(second);
  expect((await versions(Bucket)).entries).toEqual([`a:${second}*`, `a:${first}`]);
  expect((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(1);
  expect(await refusal(textOf(Bucket, 'a', '0'.repeat(32)))).toEqual({
    name: 'NoSuchVersion',
    message: 'The specified version does not exist.',
    status: 404,
  });
  expect(await refusal(textOf(Bucket, 'a', 'x'))).toEqual({
    name: 'InvalidArgument',
    message: 'Invalid version id specified',
    status: 400,
  });
});

test('a delete marker hides a key until it is deleted', async () => {
  const Bucket = await bucket('versions-marker');
  const first = (await put(Bucket, 'a', 'one')).VersionId;
  const deleted = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
  expect(deleted).toMatchObject({ DeleteMarker: true, VersionId: expect.stringMatching(/^[\w.]{32}$/) });
  const marker = deleted.VersionId;
  const gone = await s3.send(new GetObjectCommand({ Bucket, Key: 'a' })).catch((error: unknown) => error);
  expect(gone).toMatchObject({
    name: 'NoSuchKey',
    $response: { headers: { 'x-amz-delete-marker': 'true', 'x-amz-version-id': marker } },
  });
  const asked = new GetObjectCommand({ Bucket, Key: 'a', VersionId: marker });
  expect(await s3.send(asked).catch((error: unknown) => error)).toMatchObject({
    name: 'MethodNotAllowed',
    message: 'The specified method is not allowed against this resource.',
    $metadata: { httpStatusCode: 405 },
    $response: { headers: { allow: 'DELETE', 'x-amz-delete-marker': 'true' } },
  });
  expect((await versions(Bucket)).entries).toEqual([`a:${first}`, `!a:${marker}*`]);
  expect((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
  expect(await refusal(s3.send(new DeleteBucketCommand({ Bucket })))).toEqual({
    name: 'BucketNotEmpty',
    message: 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.',
    status: 409,
  });
  const undone = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a', VersionId: marker }));
  expect(undone).toMatchObject({ DeleteMarker: true, VersionId: marker });
  expect(await textOf(Bucket, 'a')).toBe('one');
  expect(await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a', VersionId: first }))).toMatchObject({
    VersionId: first,
  });
  await s3.send(new DeleteBucketCommand({ Bucket }));
});

test('what was there before versioning, and what comes while it is suspended, is the version null', async () => {
  const Bucket = await bucket('versions-null', 'off');
  expect((await put(Bucket, 'a', 'old')).VersionId).toBeUndefined();
  expect((await versions(Bucket)).entries).toEqual(['a:null*']);
  await setVersioning(Bucket, 'Enabled');
  const second = (await put(Bucket, 'a', 'two')).VersionId;
  expect((await versions(Bucket)).entries).toEqual([`a:${second}*`, 'a:null']);
  expect(await textOf(Bucket, 'a', 'null')).toBe('old');
  await setVersioning(Bucket, 'Suspended');
  expect((await put(Bucket, 'a', 'three')).VersionId).toBeUndefined();
  expect((await versions(Bucket)).entries).toEqual(['a:null*', `a:${second}`]);
  expect(await textOf(Bucket, 'a', 'null')).toBe('three');
  expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'a' }))).VersionId).toBe('null');
  expect(await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }))).toMatchObject({
    DeleteMarker: true,
    VersionId: 'null',
  });
  expect((await versions(Bucket)).entries).toEqual([`a:${second}`, '!a:null*']);
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a', VersionId: 'null' }));
  expect(await textOf(Bucket, 'a')).toBe('two');
});

test('pages of versions: in the middle of a key, behind a key, by delimiter', async () => {
  const Bucket = await bucket('versions-pages');
  const ids: Record<string, string | undefined> = {};
  for (const [key, count] of [
    ['a', 3],
    ['b/x', 2],
    ['b/y', 1],
    ['c', 1],
  ] as const) {
    for (let number = 1; number <= count; number += 1) {
      ids[`${key}${number}`] = (await put(Bucket, key, `${number}`)).VersionId;
    }
  }
  const all = await versions(Bucket);
  expect(all.entries).toEqual([
    `a:${ids['a3']}*`,
    `a:${ids['a2']}`,
    `a:${ids['a1']}`,
    `b/x:${ids['b/x2']}*`,
    `b/x:${ids['b/x1']}`,
    `b/y:${ids['b/y1']}*`,
    `c:${ids['c1']}*`,
  ]);
  const paged: string[] = [];
  let [KeyMarker, VersionIdMarker]: readonly (string | undefined)[] = [];
  do {
    const page = await versions(Bucket, { MaxKeys: 2, KeyMarker, VersionIdMarker });
    paged.push(...page.entries);
    [KeyMarker, VersionIdMarker] = page.next;
  } while (KeyMarker !== undefined);
  expect(paged).toEqual(all.entries);
  expect((await versions(Bucket, { KeyMarker: 'a' })).entries).toEqual(all.entries.slice(3));
  expect((await versions(Bucket, { Prefix: 'b/' })).entries).toEqual(all.entries.slice(3, 6));
  const rolled = await versions(Bucket, { Delimiter: '/', MaxKeys: 4 });
  expect(rolled).toEqual({ entries: [...all.entries.slice(0, 3), 'b/'], next: ['b/', undefined] });
  expect((await versions(Bucket, { Delimiter: '/', KeyMarker: 'b/' })).entries).toEqual(all.entries.slice(6));
  expect(await refusal(versions(Bucket, { VersionIdMarker: ids['a1'] }))).toEqual({
    name: 'InvalidArgument',
    message: 'A version-id marker cannot be specified without a key marker.',
    status: 400,
  });
});

test('copies, tags and attributes of versions', async () => {
  const Bucket = await bucket('versions-copy');
  const first = (await put(Bucket, 'a', 'one')).VersionId;
  await put(Bucket, 'a', 'two');
  const restored = await s3.send(
    new CopyObjectCommand({ Bucket, Key: 'a', CopySource: `${Bucket}/a?versionId=${first}` }),
  );
  expect(restored).toMatchObject({ CopySourceVersionId: first, VersionId: expect.any(String) });
  expect(await textOf(Bucket, 'a')).toBe('one');

  const TagSet = [{ Key: 'old', Value: 'yes' }];
  const tagged = new PutObjectTaggingCommand({ Bucket, Key: 'a', VersionId: first, Tagging: { TagSet } });
  expect((await s3.send(tagged)).VersionId).toBe(first);
  const tags = (VersionId?: string) => s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'a', VersionId }));
  expect((await tags(first)).TagSet).toEqual(TagSet);
  expect((await tags()).TagSet).toEqual([]);

  const attributes = await s3.send(
    new GetObjectAttributesCommand({ Bucket, Key: 'a', VersionId: first, ObjectAttributes: ['ObjectSize'] }),
  );
  expect(attributes).toMatchObject({ VersionId: first, ObjectSize: 3 });

  const { VersionId: marker } = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
  const copy = (CopySource: string) => s3.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource }));
  expect(await refusal(copy(`${Bucket}/a`))).toMatchObject({ name: 'NoSuchKey' });
  expect(await refusal(copy(`${Bucket}/a?versionId=${marker}`))).toEqual({
    name: 'InvalidRequest',
    message: 'The source of a copy request may not specifically refer to a delete marker by version id.',
    status: 400,
  });
});

test('DeleteObjects tells of markers and versions; a multipart upload makes a version', async () => {
  const Bucket = await bucket('versions-many');
  const first = (await put(Bucket, 'a', 'one')).VersionId;
  const upload = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'a' }));
  const of = { Bucket, Key: 'a', UploadId: upload.UploadId };
  const { ETag } = await s3.send(new UploadPartCommand({ ...of, PartNumber: 1, Body: 'part' }));
  const whole = await s3.send(
    new CompleteMultipartUploadCommand({ ...of, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } }),
  );
  expect((await versions(Bucket)).entries).toEqual([`a:${whole.VersionId}*`, `a:${first}`]);
  const { Deleted, Errors } = await s3.send(
    new DeleteObjectsCommand({
      Bucket,
      Delete: { Objects: [{ Key: 'a' }, { Key: 'a', VersionId: first }, { Key: 'a', VersionId: 'x' }] },
    }),
  );
  expect(Deleted).toEqual([
    { Key: 'a', DeleteMarker: true, DeleteMarkerVersionId: expect.any(String) },
    { Key: 'a', VersionId: first },
  ]);
  expect(Errors).toEqual([
    { Key: 'a', VersionId: 'x', Code: 'InvalidArgument', Message: 'Invalid version id specified' },
  ]);
  const marker = Deleted?.[0]?.DeleteMarkerVersionId;
  expect((await versions(Bucket)).entries).toEqual([`a:${whole.VersionId}`, `!a:${marker}*`]);
});

test('versioning cannot be left open', async () => {
  const Bucket = await bucket('versions-status', 'off');
  const call = new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: {} });
  expect(await refusal(s3.send(call))).toEqual({
    name: 'IllegalVersioningConfigurationException',
    message: 'The Versioning element must be specified',
    status: 400,
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bodyOf, testS3, type TestS3 } from '../../../test/support/s3.ts';

const Bucket = 'bbb';
let s3: TestS3;
const call: TestS3['call'] = (operation, input) => s3.call(operation, input);

beforeEach(async () => {
  s3 = testS3();
  await call('CreateBucket', { Bucket });
});
afterEach(() => s3[Symbol.asyncDispose]());

const put = (Key: string, more: object = {}) =>
  call('PutObject', { Bucket, Key, Body: bodyOf('hello'), ...more });

describe('EventBridge', () => {
  const turnOn = () =>
    call('PutBucketNotificationConfiguration', {
      Bucket,
      NotificationConfiguration: { EventBridgeConfiguration: {} },
    });

  test('is told of objects only where a bucket is configured to', async () => {
    await put('silent');
    await turnOn();
    await put('a');
    await call('PutObjectTagging', { Bucket, Key: 'a', Tagging: { TagSet: [{ Key: 'k', Value: 'v' }] } });
    await call('CopyObject', { Bucket, Key: 'c', CopySource: 'bbb/a' });
    await call('DeleteObject', { Bucket, Key: 'a' });
    await call('DeleteObject', { Bucket, Key: 'a' });
    expect(s3.told).toEqual([
      {
        account: '000000000000',
        region: 'us-east-1',
        source: 'aws.s3',
        detailType: 'Object Created',
        resources: ['arn:aws:s3:::bbb'],
        time: Date.UTC(2026, 0, 1),
        detail: {
          version: '0',
          bucket: { name: 'bbb' },
          object: {
            key: 'a',
            size: 5,
            etag: '5d41402abc4b2a76b9719d911017c592',
            sequencer: expect.stringMatching(/^[0-9A-F]{18}$/),
          },
          'request-id': 'r',
          requester: '000000000000',
          reason: 'PutObject',
        },
      },
      expect.objectContaining({ detailType: 'Object Tags Added' }),
      expect.objectContaining({ detail: expect.objectContaining({ reason: 'CopyObject' }) }),
      expect.objectContaining({
        detailType: 'Object Deleted',
        detail: expect.objectContaining({ reason: 'DeleteObject', 'deletion-type': 'Permanently Deleted' }),
      }),
    ]);
  });

  test('an event that cannot be kept leaves the object as it was', async () => {
    await turnOn();
    await put('a');
    s3.failure = new Error('the disk is full');
    await expect(call('PutObject', { Bucket, Key: 'a', Body: bodyOf('other') })).rejects.toThrow('full');
    await expect(call('DeleteObject', { Bucket, Key: 'a' })).rejects.toThrow('full');
    expect((await call('HeadObject', { Bucket, Key: 'a' })).ContentLength).toBe(5);
  });
});

describe('keys of KMS', () => {
  test('are told of objects that ask for them, or whose bucket does', async () => {
    const ServerSideEncryption = 'aws:kms';
    const own = { ServerSideEncryption, SSEKMSKeyId: 'arn:aws:kms:us-east-1:000000000000:key/mine' };
    expect(await put('a', { ServerSideEncryption, SSEKMSKeyId: 'mine' })).toMatchObject(own);
    expect(await call('HeadObject', { Bucket, Key: 'a' })).toMatchObject(own);
    await call('PutBucketEncryption', {
      Bucket,
      ServerSideEncryptionConfiguration: {
        Rules: [
          {
            ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'theirs' },
            BucketKeyEnabled: true,
          },
        ],
      },
    });
    const theirs = {
      ServerSideEncryption,
      SSEKMSKeyId: 'arn:aws:kms:us-east-1:000000000000:key/theirs',
      BucketKeyEnabled: true,
    };
    expect(await put('c')).toMatchObject(theirs);
    expect(await call('CreateMultipartUpload', { Bucket, Key: 'd' })).toMatchObject(theirs);
    expect(await put('e', { ServerSideEncryption: 'AES256' })).not.toHaveProperty('SSEKMSKeyId');
  });
});

describe('what a call demands', () => {
  const demands = (operation: string, input: object): readonly (readonly [string, string])[] =>
    (s3.service.demands?.(operation, input, s3.context) ?? []).map(({ action, resource }) => [
      action,
      resource,
    ]);

  test.each<readonly [string, object, readonly (readonly [string, string])[]]>([
    ['ListBuckets', {}, [['s3:ListAllMyBuckets', '*']]],
    ['ListObjectsV2', { Bucket }, [['s3:ListBucket', 'arn:aws:s3:::bbb']]],
    ['HeadObject', { Bucket, Key: 'a/b' }, [['s3:GetObject', 'arn:aws:s3:::bbb/a/b']]],
    ['GetObject', { Bucket, Key: 'a', VersionId: 'v' }, [['s3:GetObjectVersion', 'arn:aws:s3:::bbb/a']]],
    [
      'GetObjectTagging',
      { Bucket, Key: 'a', VersionId: 'v' },
      [['s3:GetObjectVersionTagging', 'arn:aws:s3:::bbb/a']],
    ],
    [
      'DeleteObject',
      { Bucket, Key: 'a', VersionId: 'v' },
      [['s3:DeleteObjectVersion', 'arn:aws:s3:::bbb/a']],
    ],
    [
      'PutObject',
      { Bucket, Key: 'a', Tagging: 'x=y', ACL: 'private' },
      [
        ['s3:PutObject', 'arn:aws:s3:::bbb/a'],
        ['s3:PutObjectTagging', 'arn:aws:s3:::bbb/a'],
        ['s3:PutObjectAcl', 'arn:aws:s3:::bbb/a'],
      ],
    ],
    [
      'CopyObject',
      { Bucket, Key: 'a', CopySource: '/other/x%20y?versionId=v' },
      [
        ['s3:GetObjectVersion', 'arn:aws:s3:::other/x y'],
        ['s3:PutObject', 'arn:aws:s3:::bbb/a'],
      ],
    ],
    [
      'DeleteObjects',
      { Bucket, Delete: { Objects: [{ Key: 'a' }, { Key: 'c', VersionId: 'v' }] } },
      [
        ['s3:DeleteObject', 'arn:aws:s3:::bbb/a'],
        ['s3:DeleteObjectVersion', 'arn:aws:s3:::bbb/c'],
      ],
    ],
    ['UploadPart', { Bucket, Key: 'a' }, [['s3:PutObject', 'arn:aws:s3:::bbb/a']]],
    ['PutBucketEncryption', { Bucket }, [['s3:PutEncryptionConfiguration', 'arn:aws:s3:::bbb']]],
    ['DeleteBucketLifecycle', { Bucket }, [['s3:PutLifecycleConfiguration', 'arn:aws:s3:::bbb']]],
  ])('%s %j', (operation, input, expected) => {
    expect(demands(operation, input)).toEqual(expected);
  });

  test('with the conditions of the request, the tags that are there, and the policy of the bucket', async () => {
    const Policy = JSON.stringify({
      Statement: { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::bbb/*' },
    });
    await call('PutBucketPolicy', { Bucket, Policy });
    await put('a', { Tagging: 'team=x' });
    expect(s3.service.demands?.('ListObjectsV2', { Bucket, Prefix: 'p/', MaxKeys: 5 }, s3.context)).toEqual([
      {
        action: 's3:ListBucket',
        resource: 'arn:aws:s3:::bbb',
        conditions: { 's3:prefix': 'p/', 's3:max-keys': '5', 's3:ResourceAccount': '000000000000' },
        resourceAccount: '000000000000',
        resourcePolicy: Policy,
      },
    ]);
    const [demand] = s3.service.demands?.('GetObject', { Bucket, Key: 'a' }, s3.context) ?? [];
    expect(demand?.conditions).toMatchObject({ 's3:ExistingObjectTag/team': 'x' });
  });
});

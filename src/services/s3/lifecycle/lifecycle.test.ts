import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bodyOf, testS3, type TestS3 } from '../../../../test/support/s3.ts';
import type { LifecycleRule } from '../../../aws/contract/s3.types.gen.ts';

const day = 86_400_000;
const Bucket = 'rules';
let s3: TestS3;
const call: TestS3['call'] = (operation, input) => s3.call(operation, input);

beforeEach(async () => {
  s3 = testS3();
  await call('CreateBucket', { Bucket });
});
afterEach(() => s3[Symbol.asyncDispose]());

const put = (Key: string, more: object = {}) =>
  call('PutObject', { Bucket, Key, Body: bodyOf('x'), ...more });
const rules = (...Rules: LifecycleRule[]) =>
  call('PutBucketLifecycleConfiguration', { Bucket, LifecycleConfiguration: { Rules } });
const keys = async (): Promise<(string | undefined)[]> =>
  ((await call('ListObjectsV2', { Bucket })).Contents ?? []).map(({ Key }) => Key);
const versioning = (Status: 'Enabled' | 'Suspended') =>
  call('PutBucketVersioning', { Bucket, VersioningConfiguration: { Status } });
async function listed(): Promise<string[]> {
  const { Versions = [], DeleteMarkers = [] } = await call('ListObjectVersions', { Bucket });
  return [...Versions.map(({ Key }) => `${Key}`), ...DeleteMarkers.map(({ Key }) => `!${Key}`)];
}

describe('expiration', () => {
  test('by days, prefix and tags, at the midnight that follows, and told in headers beforehand', async () => {
    // The clock begins at a midnight.
    await s3.clock.advance(1000);
    await rules(
      { Status: 'Enabled', ID: 'logs', Filter: { Prefix: 'logs/' }, Expiration: { Days: 2 } },
      {
        Status: 'Enabled',
        ID: 'tagged',
        Filter: { Tag: { Key: 'keep', Value: 'no' } },
        Expiration: { Days: 1 },
      },
      { Status: 'Disabled', ID: 'off', Filter: {}, Expiration: { Days: 1 } },
    );
    const { Expiration } = await put('logs/a');
    expect(Expiration).toBe('expiry-date="Sun, 04 Jan 2026 00:00:00 GMT", rule-id="logs"');
    await put('b', { Tagging: 'keep=no' });
    await put('c', { Tagging: 'keep=yes' });
    await s3.clock.advance(2 * day - 5000);
    expect(await keys()).toEqual(['b', 'c', 'logs/a']);
    await s3.clock.advance(3_600_000);
    expect(await keys()).toEqual(['c', 'logs/a']);
    await s3.clock.advance(day);
    expect(await keys()).toEqual(['c']);
  });

  test('where versions are kept it makes a delete marker, tells EventBridge, and the rest follows', async () => {
    await versioning('Enabled');
    await call('PutBucketNotificationConfiguration', {
      Bucket,
      NotificationConfiguration: { EventBridgeConfiguration: {} },
    });
    await rules({
      Status: 'Enabled',
      Filter: {},
      Expiration: { Days: 1 },
      NoncurrentVersionExpiration: { NoncurrentDays: 3 },
    });
    await put('a');
    await s3.clock.advance(day + 3_600_000);
    expect(await listed()).toEqual(['a', '!a']);
    expect(s3.told.map(({ detailType, detail }) => [detailType, detail])).toEqual([
      ['Object Created', expect.objectContaining({ reason: 'PutObject', requester: '000000000000' })],
      [
        'Object Deleted',
        expect.objectContaining({
          reason: 'Lifecycle Expiration',
          requester: 's3.amazonaws.com',
          'deletion-type': 'Delete Marker Created',
        }),
      ],
    ]);
    await s3.clock.advance(5 * day);
    expect(await listed()).toEqual([]);
  });

  test('of versions that are not current some of the newest can be kept', async () => {
    await versioning('Enabled');
    await rules({
      Status: 'Enabled',
      Filter: {},
      NoncurrentVersionExpiration: { NoncurrentDays: 1, NewerNoncurrentVersions: 2 },
    });
    for (let count = 0; count < 5; count += 1) await put('a');
    await s3.clock.advance(3 * day);
    expect(await listed()).toEqual(['a', 'a', 'a']);
  });

  test('goes through more versions than it looks at in one go', async () => {
    await rules({ Status: 'Enabled', Filter: {}, Expiration: { Days: 1 } });
    for (let key = 0; key < 501; key += 1) await put(`k${key}`);
    await s3.clock.advance(2 * day);
    expect(await keys()).toEqual([]);
  });
});

test('an upload that nobody completes is aborted', async () => {
  await rules({
    Status: 'Enabled',
    Filter: { Prefix: 'up' },
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
  });
  await call('CreateMultipartUpload', { Bucket, Key: 'up' });
  await call('CreateMultipartUpload', { Bucket, Key: 'stays' });
  await s3.clock.advance(day + 3_600_000);
  const { Uploads } = await call('ListMultipartUploads', { Bucket });
  expect(Uploads?.map(({ Key }) => Key)).toEqual(['stays']);
});

test('a transition changes the class; what is in the archive must be restored to be read', async () => {
  await call('PutBucketLifecycleConfiguration', {
    Bucket,
    TransitionDefaultMinimumObjectSize: 'varies_by_storage_class',
    LifecycleConfiguration: {
      Rules: [{ Status: 'Enabled', Filter: {}, Transitions: [{ Days: 1, StorageClass: 'GLACIER' }] }],
    },
  });
  await put('a');
  await s3.clock.advance(day + 3_600_000);
  expect((await call('HeadObject', { Bucket, Key: 'a' })).StorageClass).toBe('GLACIER');
  await expect(call('GetObject', { Bucket, Key: 'a' })).rejects.toMatchObject({
    code: 'InvalidObjectState',
    message: "The operation is not valid for the object's storage class",
  });
  await call('RestoreObject', { Bucket, Key: 'a', RestoreRequest: { Days: 1 } });
  expect((await call('GetObject', { Bucket, Key: 'a' })).Restore).toBe(
    'ongoing-request="false", expiry-date="Sun, 04 Jan 2026 00:00:00 GMT"',
  );
});

test.each<readonly [string, LifecycleRule, string]>([
  ['no action', { Status: 'Enabled', Filter: {} }, 'At least one action needs to be specified in a rule'],
  [
    'no days',
    { Status: 'Enabled', Filter: {}, Expiration: { Days: 0 } },
    "'Days' for Expiration action must be a positive integer",
  ],
  [
    'a date that is no midnight',
    { Status: 'Enabled', Filter: {}, Expiration: { Date: 1_767_225_601 } },
    "'Date' must be at midnight GMT",
  ],
  [
    'a transition too soon',
    { Status: 'Enabled', Filter: {}, Transitions: [{ Days: 1, StorageClass: 'STANDARD_IA' }] },
    "'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'",
  ],
  [
    'neither filter nor prefix',
    { Status: 'Enabled', Expiration: { Days: 1 } },
    'The XML you provided was not well-formed or did not validate against our published schema',
  ],
])('a rule with %s', async (_, rule, message) => {
  await expect(rules(rule)).rejects.toThrow(message);
});

import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { clientOptions } from '../../support/aws-clients.ts';
import { startTestLongshore } from '../../support/longshore.ts';

test('objects of a bucket that is configured to tell are events of the default bus', async () => {
  await using longshore = await startTestLongshore();
  const s3 = new S3Client({ ...clientOptions(longshore), forcePathStyle: true });
  const Bucket = 'told';
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'before', Body: 'silent' }));
  const NotificationConfiguration = { EventBridgeConfiguration: {} };
  await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
  expect(await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }))).toMatchObject(
    NotificationConfiguration,
  );
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  const made = await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'hello' }));
  const gone = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));

  const pattern = encodeURIComponent('{"source":["aws.s3"]}');
  const told = await fetch(`${longshore.longshore.endpoint}/_longshore/events?pattern=${pattern}`);
  const lines = (await told.text()).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).event)).toEqual([
    expect.objectContaining({
      account: '111122223333',
      region: 'us-east-1',
      'detail-type': 'Object Created',
      resources: ['arn:aws:s3:::told'],
      detail: expect.objectContaining({
        bucket: { name: 'told' },
        object: expect.objectContaining({ key: 'a', size: 5, 'version-id': made.VersionId }),
        reason: 'PutObject',
      }),
    }),
    expect.objectContaining({
      'detail-type': 'Object Deleted',
      detail: expect.objectContaining({
        object: expect.objectContaining({ key: 'a', 'version-id': gone.VersionId }),
        'deletion-type': 'Delete Marker Created',
      }),
    }),
  ]);
});

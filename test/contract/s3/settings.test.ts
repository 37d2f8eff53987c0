import * as sdk from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientOptions, refusal } from '../../support/aws-clients.ts';
import { startTestLongshore, type TestLongshore } from '../../support/longshore.ts';

let longshore: TestLongshore;
let s3: sdk.S3Client;
const Bucket = 'settings';
const Id = 'one';

beforeAll(async () => {
  longshore = await startTestLongshore();
  s3 = new sdk.S3Client({ ...clientOptions(longshore), forcePathStyle: true });
  await s3.send(new sdk.CreateBucketCommand({ Bucket }));
});
afterAll(() => longshore[Symbol.asyncDispose]());

/** What a new bucket answers to everything that Terraform reads of it. */
describe('a bucket that nobody has configured', () => {
  test.each<readonly [string, () => Promise<unknown>, string, string, number]>([
    [
      'tags',
      () => s3.send(new sdk.GetBucketTaggingCommand({ Bucket })),
      'NoSuchTagSet',
      'The TagSet does not exist',
      404,
    ],
    [
      'policy',
      () => s3.send(new sdk.GetBucketPolicyCommand({ Bucket })),
      'NoSuchBucketPolicy',
      'The bucket policy does not exist',
      404,
    ],
    [
      'policy status',
      () => s3.send(new sdk.GetBucketPolicyStatusCommand({ Bucket })),
      'NoSuchBucketPolicy',
      'The bucket policy does not exist',
      404,
    ],
    [
      'CORS',
      () => s3.send(new sdk.GetBucketCorsCommand({ Bucket })),
      'NoSuchCORSConfiguration',
      'The CORS configuration does not exist',
      404,
    ],
    [
      'website',
      () => s3.send(new sdk.GetBucketWebsiteCommand({ Bucket })),
      'NoSuchWebsiteConfiguration',
      'The specified bucket does not have a website configuration',
      404,
    ],
    [
      'lifecycle',
      () => s3.send(new sdk.GetBucketLifecycleConfigurationCommand({ Bucket })),
      'NoSuchLifecycleConfiguration',
      'The lifecycle configuration does not exist',
      404,
    ],
    [
      'replication',
      () => s3.send(new sdk.GetBucketReplicationCommand({ Bucket })),
      'ReplicationConfigurationNotFoundError',
      'The replication configuration was not found',
      404,
    ],
    [
      'object lock',
      () => s3.send(new sdk.GetObjectLockConfigurationCommand({ Bucket })),
      'ObjectLockConfigurationNotFoundError',
      'Object Lock configuration does not exist for this bucket',
      404,
    ],
    [
      'metrics',
      () => s3.send(new sdk.GetBucketMetricsConfigurationCommand({ Bucket, Id })),
      'NoSuchConfiguration',
      'The specified configuration does not exist.',
      404,
    ],
    [
      'tiering',
      () => s3.send(new sdk.GetBucketIntelligentTieringConfigurationCommand({ Bucket, Id })),
      'NoSuchConfiguration',
      'The specified configuration does not exist.',
      404,
    ],
    [
      'inventory',
      () => s3.send(new sdk.GetBucketInventoryConfigurationCommand({ Bucket, Id })),
      'NoSuchConfiguration',
      'The specified configuration does not exist.',
      404,
    ],
  ])('has no %s', async (_, call, name, message, status) => {
    expect(await refusal(call())).toEqual({ name, message, status });
  });

  test('and answers the rest as AWS does', async () => {
    expect((await s3.send(new sdk.GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
    expect(
      (await s3.send(new sdk.GetBucketAccelerateConfigurationCommand({ Bucket }))).Status,
    ).toBeUndefined();
    expect((await s3.send(new sdk.GetBucketRequestPaymentCommand({ Bucket }))).Payer).toBe('BucketOwner');
    expect((await s3.send(new sdk.GetBucketLoggingCommand({ Bucket }))).LoggingEnabled).toBeUndefined();
    expect(await s3.send(new sdk.GetBucketNotificationConfigurationCommand({ Bucket }))).not.toHaveProperty(
      'EventBridgeConfiguration',
    );
    expect(
      (await s3.send(new sdk.GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration,
    ).toEqual({
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }],
    });
    expect((await s3.send(new sdk.ListBucketMetricsConfigurationsCommand({ Bucket }))).IsTruncated).toBe(
      false,
    );
  });
});

describe('what is configured is told again, and can be taken away', () => {
  test('lifecycle', async () => {
    const Rules: sdk.LifecycleRule[] = [
      {
        ID: 'all',
        Status: 'Enabled',
        Filter: { And: { Prefix: 'logs/', Tags: [{ Key: 'a', Value: 'b' }], ObjectSizeGreaterThan: 10 } },
        Expiration: { Days: 30 },
        Transitions: [{ Days: 30, StorageClass: 'STANDARD_IA' }],
        NoncurrentVersionExpiration: { NoncurrentDays: 7, NewerNoncurrentVersions: 2 },
      },
      {
        ID: 'uploads',
        Status: 'Disabled',
        Filter: { Prefix: '' },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
      },
    ];
    await s3.send(
      new sdk.PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }),
    );
    const told = await s3.send(new sdk.GetBucketLifecycleConfigurationCommand({ Bucket }));
    expect(told).toMatchObject({ Rules, TransitionDefaultMinimumObjectSize: 'all_storage_classes_128K' });
    await s3.send(new sdk.DeleteBucketLifecycleCommand({ Bucket }));
    expect(await refusal(s3.send(new sdk.GetBucketLifecycleConfigurationCommand({ Bucket })))).toMatchObject({
      name: 'NoSuchLifecycleConfiguration',
    });
  });

  test('website', async () => {
    const website = {
      IndexDocument: { Suffix: 'index.html' },
      ErrorDocument: { Key: 'error.html' },
      RoutingRules: [{ Condition: { KeyPrefixEquals: 'a/' }, Redirect: { ReplaceKeyPrefixWith: 'b/' } }],
    };
    await s3.send(new sdk.PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration: website }));
    expect(await s3.send(new sdk.GetBucketWebsiteCommand({ Bucket }))).toMatchObject(website);
    await s3.send(new sdk.DeleteBucketWebsiteCommand({ Bucket }));
    const wrong = { IndexDocument: { Suffix: 'a/b' } };
    expect(
      await refusal(s3.send(new sdk.PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration: wrong }))),
    ).toEqual({
      name: 'InvalidArgument',
      message: 'The IndexDocument Suffix is not well formed',
      status: 400,
    });
  });

  test('access blocks and ownership', async () => {
    await s3.send(new sdk.DeletePublicAccessBlockCommand({ Bucket }));
    expect(await refusal(s3.send(new sdk.GetPublicAccessBlockCommand({ Bucket })))).toEqual({
      name: 'NoSuchPublicAccessBlockConfiguration',
      message: 'The public access block configuration was not found',
      status: 404,
    });
    const blocks = {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    };
    await s3.send(new sdk.PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: blocks }));
    expect(
      (await s3.send(new sdk.GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration,
    ).toEqual(blocks);
    const controls: sdk.OwnershipControls = { Rules: [{ ObjectOwnership: 'ObjectWriter' }] };
    await s3.send(new sdk.PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: controls }));
    expect((await s3.send(new sdk.GetBucketOwnershipControlsCommand({ Bucket }))).OwnershipControls).toEqual(
      controls,
    );
    await s3.send(new sdk.DeleteBucketOwnershipControlsCommand({ Bucket }));
    expect(await refusal(s3.send(new sdk.GetBucketOwnershipControlsCommand({ Bucket })))).toEqual({
      name: 'OwnershipControlsNotFoundError',
      message: 'The bucket ownership controls were not found',
      status: 404,
    });
  });

  test('logging, metrics, tiering and switches', async () => {
    const LoggingEnabled = { TargetBucket: Bucket, TargetPrefix: 'logs/' };
    const logging = (TargetBucket: string) =>
      s3.send(
        new sdk.PutBucketLoggingCommand({
          Bucket,
          BucketLoggingStatus: { LoggingEnabled: { ...LoggingEnabled, TargetBucket } },
        }),
      );
    await logging(Bucket);
    expect((await s3.send(new sdk.GetBucketLoggingCommand({ Bucket }))).LoggingEnabled).toEqual(
      LoggingEnabled,
    );
    expect(await refusal(logging('nowhere'))).toEqual({
      name: 'InvalidTargetBucketForLogging',
      message: 'The target bucket for logging does not exist',
      status: 400,
    });
    const MetricsConfiguration: sdk.MetricsConfiguration = { Id, Filter: { Prefix: 'a/' } };
    await s3.send(new sdk.PutBucketMetricsConfigurationCommand({ Bucket, Id, MetricsConfiguration }));
    expect(await s3.send(new sdk.GetBucketMetricsConfigurationCommand({ Bucket, Id }))).toMatchObject({
      MetricsConfiguration,
    });
    await s3.send(new sdk.DeleteBucketMetricsConfigurationCommand({ Bucket, Id }));
    const tiering: sdk.IntelligentTieringConfiguration = {
      Id,
      Status: 'Enabled',
      Tierings: [{ Days: 90, AccessTier: 'ARCHIVE_ACCESS' }],
    };
    await s3.send(
      new sdk.PutBucketIntelligentTieringConfigurationCommand({
        Bucket,
        Id,
        IntelligentTieringConfiguration: tiering,
      }),
    );
    expect(
      (await s3.send(new sdk.ListBucketIntelligentTieringConfigurationsCommand({ Bucket })))
        .IntelligentTieringConfigurationList,
    ).toEqual([tiering]);
    await s3.send(
      new sdk.PutBucketAccelerateConfigurationCommand({
        Bucket,
        AccelerateConfiguration: { Status: 'Enabled' },
      }),
    );
    expect((await s3.send(new sdk.GetBucketAccelerateConfigurationCommand({ Bucket }))).Status).toBe(
      'Enabled',
    );
  });
});

describe('what would have to be obeyed, and is not, is refused', () => {
  test.each<readonly [string, () => Promise<unknown>, string]>([
    [
      'a queue for events',
      () =>
        s3.send(
          new sdk.PutBucketNotificationConfigurationCommand({
            Bucket,
            NotificationConfiguration: {
              QueueConfigurations: [
                { QueueArn: 'arn:aws:sqs:us-east-1:1:q', Events: ['s3:ObjectCreated:*'] },
              ],
            },
          }),
        ),
      'PutBucketNotificationConfiguration with a destination other than Amazon EventBridge is not implemented by this version of Longshore.',
    ],
    [
      'replication',
      () =>
        s3.send(
          new sdk.PutBucketReplicationCommand({
            Bucket,
            ReplicationConfiguration: {
              Role: 'arn:aws:iam::1:role/r',
              Rules: [{ Status: 'Enabled', Destination: { Bucket: 'arn:aws:s3:::b' } }],
            },
          }),
        ),
      'PutBucketReplication is not implemented by this version of Longshore.',
    ],
  ])('%s', async (_, call, message) => {
    expect(await refusal(call())).toEqual({ name: 'NotImplemented', message, status: 501 });
  });
});

describe('bucket policies', () => {
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${Bucket}/*`,
  };
  const policy = (...Statement: unknown[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
  const put = (Policy: string) => s3.send(new sdk.PutBucketPolicyCommand({ Bucket, Policy }));

  test.each([
    ['x', "Policies must be valid JSON and the first byte must be '{'"],
    ['{"Version":"2012-10-17"}', 'Missing required field Statement'],
    [policy({ ...statement, Effect: undefined }), 'Missing required field Effect'],
    [policy({ ...statement, Principal: undefined }), 'Missing required field Principal'],
    [policy({ ...statement, Action: undefined }), 'Missing required field Action'],
    [policy({ ...statement, Resource: undefined }), 'Missing required field Resource'],
    [policy({ ...statement, Effect: 'Perhaps' }), 'Invalid effect: Perhaps'],
    [policy({ ...statement, Principal: { AWS: 'nobody' } }), 'Invalid principal in policy'],
    [policy({ ...statement, Action: 'ecs:RunTask' }), 'Policy has invalid action'],
    [policy({ ...statement, Resource: 'arn:aws:s3:::other/*' }), 'Policy has invalid resource'],
    [
      policy({ ...statement, Resource: `arn:aws:s3:::${Bucket}` }),
      'Action does not apply to any resource(s) in statement',
    ],
    [policy({ ...statement, Colour: 'blue' }), 'Unknown field Colour'],
  ])('%s: %s', async (text, message) => {
    expect(await refusal(put(text))).toEqual({ name: 'MalformedPolicy', message, status: 400 });
  });

  test('a public one needs the block to be off', async () => {
    const blocks = (BlockPublicPolicy: boolean) =>
      s3.send(
        new sdk.PutPublicAccessBlockCommand({
          Bucket,
          PublicAccessBlockConfiguration: { BlockPublicPolicy },
        }),
      );
    await blocks(true);
    expect(await refusal(put(policy(statement)))).toEqual({
      name: 'AccessDenied',
      message: `User: arn:aws:iam::111122223333:root is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${Bucket}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
      status: 403,
    });
    await put(policy({ ...statement, Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }));
    const status = () => s3.send(new sdk.GetBucketPolicyStatusCommand({ Bucket }));
    expect((await status()).PolicyStatus).toEqual({ IsPublic: false });
    await blocks(false);
    await put(policy(statement));
    expect((await status()).PolicyStatus).toEqual({ IsPublic: true });
  });
});

describe('access control lists', () => {
  const grantsOf = async (name: string): Promise<(string | undefined)[]> =>
    ((await s3.send(new sdk.GetBucketAclCommand({ Bucket: name }))).Grants ?? []).map(
      ({ Grantee, Permission }) => `${Grantee?.URI?.split('/').at(-1) ?? Grantee?.Type} ${Permission}`,
    );

  test('are off unless the bucket turns them on', async () => {
    await s3.send(new sdk.CreateBucketCommand({ Bucket: 'acls' }));
    const asked = new sdk.PutBucketAclCommand({ Bucket: 'acls', ACL: 'private' });
    expect(await refusal(s3.send(asked))).toEqual({
      name: 'AccessControlListNotSupported',
      message: 'The bucket does not allow ACLs',
      status: 400,
    });
    await s3.send(
      new sdk.PutBucketOwnershipControlsCommand({
        Bucket: 'acls',
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] },
      }),
    );
    await s3.send(asked);
    expect(await grantsOf('acls')).toEqual(['CanonicalUser FULL_CONTROL']);
    await s3.send(
      new sdk.PutBucketAclCommand({
        Bucket: 'acls',
        GrantWrite: 'uri="http://acs.amazonaws.com/groups/s3/LogDelivery"',
      }),
    );
    expect(await grantsOf('acls')).toEqual(['LogDelivery WRITE']);
    // Of those who collect access logs; AWS's documentation has it, its models have not.
    const ACL = 'log-delivery-write' as sdk.BucketCannedACL;
    await s3.send(new sdk.PutBucketAclCommand({ Bucket: 'acls', ACL }));
    expect(await grantsOf('acls')).toEqual([
      'CanonicalUser FULL_CONTROL',
      'LogDelivery WRITE',
      'LogDelivery READ_ACP',
    ]);
    const open = new sdk.PutObjectCommand({ Bucket: 'acls', Key: 'a', Body: 'a', ACL: 'public-read' });
    expect(await refusal(s3.send(open))).toMatchObject({ name: 'AccessDenied', status: 403 });
    await s3.send(new sdk.DeletePublicAccessBlockCommand({ Bucket: 'acls' }));
    await s3.send(open);
    const { Grants } = await s3.send(new sdk.GetObjectAclCommand({ Bucket: 'acls', Key: 'a' }));
    expect(Grants?.map(({ Permission }) => Permission)).toEqual(['FULL_CONTROL', 'READ']);
  });
});

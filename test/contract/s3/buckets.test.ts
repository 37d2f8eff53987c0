import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteBucketTaggingCommand,
  GetBucketAclCommand,
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  paginateListBuckets,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutObjectLegalHoldCommand,
  PutObjectLockConfigurationCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientOptions, refusal } from '../../support/aws-clients.ts';
import { type TestLongshore, startTestLongshore } from '../../support/longshore.ts';

let longshore: TestLongshore;

beforeAll(async () => {
  longshore = await startTestLongshore();
});
afterAll(() => longshore[Symbol.asyncDispose]());

const clientOf = (account: string, region = 'us-east-1'): S3Client =>
  new S3Client({ ...clientOptions(longshore, account), region, forcePathStyle: true });

test('a bucket from its making to its end', async () => {
  const s3 = clientOf('111111111111');
  const Bucket = 'first.bucket-1';
  expect(await s3.send(new CreateBucketCommand({ Bucket }))).toMatchObject({ Location: `/${Bucket}` });
  expect(await s3.send(new HeadBucketCommand({ Bucket }))).toMatchObject({ BucketRegion: 'us-east-1' });
  expect((await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBeUndefined();
  const { Buckets, Owner } = await s3.send(new ListBucketsCommand({}));
  expect(Buckets).toMatchObject([{ Name: Bucket, CreationDate: expect.any(Date) }]);
  expect(Owner?.DisplayName).toBe('111111111111');
  await s3.send(new PutObjectCommand({ Bucket, Key: 'x', Body: 'x' }));
  expect(await refusal(s3.send(new DeleteBucketCommand({ Bucket })))).toEqual({
    name: 'BucketNotEmpty',
    message: 'The bucket you tried to delete is not empty',
    status: 409,
  });
  const other = 'second';
  await s3.send(new CreateBucketCommand({ Bucket: other }));
  await s3.send(new DeleteBucketCommand({ Bucket: other }));
  expect(await refusal(s3.send(new HeadBucketCommand({ Bucket: other })))).toMatchObject({ status: 404 });
});

test('directory buckets are refused', async () => {
  const CreateBucketConfiguration = {
    Location: { Type: 'AvailabilityZone', Name: 'use1-az4' },
    Bucket: { Type: 'Directory', DataRedundancy: 'SingleAvailabilityZone' },
  } as const;
  const make = new CreateBucketCommand({ Bucket: 'a-directory', CreateBucketConfiguration });
  expect(await refusal(clientOf('111111111111').send(make))).toMatchObject({
    name: 'NotImplemented',
    message: expect.stringContaining('CreateBucket with Bucket in its CreateBucketConfiguration'),
  });
});

test('names are of all accounts', async () => {
  const owner = clientOf('222222222222');
  await owner.send(new CreateBucketCommand({ Bucket: 'taken' }));
  // As the first region always did.
  await owner.send(new CreateBucketCommand({ Bucket: 'taken' }));
  expect(
    await refusal(clientOf('333333333333').send(new CreateBucketCommand({ Bucket: 'taken' }))),
  ).toMatchObject({ name: 'BucketAlreadyExists', status: 409 });
  const { Buckets } = await clientOf('333333333333').send(new ListBucketsCommand({}));
  expect(Buckets ?? []).toEqual([]);
});

test('regions', async () => {
  const s3 = clientOf('444444444444', 'eu-west-1');
  const make = (Bucket: string, LocationConstraint?: string): Promise<unknown> =>
    s3.send(
      new CreateBucketCommand({
        Bucket,
        CreateBucketConfiguration: { LocationConstraint: LocationConstraint as 'eu-west-1' },
      }),
    );
  await make('in-europe', 'eu-west-1');
  const { LocationConstraint } = await s3.send(new GetBucketLocationCommand({ Bucket: 'in-europe' }));
  expect(LocationConstraint).toBe('eu-west-1');
  expect(await refusal(make('in-europe', 'eu-west-1'))).toEqual({
    name: 'BucketAlreadyOwnedByYou',
    message: 'Your previous request to create the named bucket succeeded and you already own it.',
    status: 409,
  });
  expect(await refusal(make('elsewhere', 'eu-west-2'))).toEqual({
    name: 'IllegalLocationConstraintException',
    message:
      'The eu-west-2 location constraint is incompatible for the region specific endpoint this request was sent to.',
    status: 400,
  });
});

test.each(['ab', 'Upper', 'a..b', '-a-', '1.2.3.4', 'a_b', 'xn--abc', 'x'.repeat(64)])(
  'the name %s is none',
  async (Bucket) => {
    expect(await refusal(clientOf('1'.repeat(12)).send(new CreateBucketCommand({ Bucket })))).toEqual({
      name: 'InvalidBucketName',
      message: 'The specified bucket is not valid.',
      status: 400,
    });
  },
);

test('paginateListBuckets', async () => {
  const client = clientOf('555555555555');
  for (const letter of ['a', 'b', 'c'])
    await client.send(new CreateBucketCommand({ Bucket: `page-${letter}` }));
  const names: (string | undefined)[] = [];
  for await (const page of paginateListBuckets({ client, pageSize: 2 }, {})) {
    names.push(...(page.Buckets?.map(({ Name }) => Name) ?? []));
  }
  expect(names).toEqual(['page-a', 'page-b', 'page-c']);
});

test('what infrastructure tools configure is told again', async () => {
  const s3 = clientOf('666666666666');
  const Bucket = 'configured';
  await s3.send(new CreateBucketCommand({ Bucket }));
  expect(await refusal(s3.send(new GetBucketTaggingCommand({ Bucket })))).toMatchObject({
    name: 'NoSuchTagSet',
    status: 404,
  });
  const TagSet = [{ Key: 'a', Value: '1' }];
  await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
  expect(await s3.send(new GetBucketTaggingCommand({ Bucket }))).toMatchObject({ TagSet });
  await s3.send(new DeleteBucketTaggingCommand({ Bucket }));

  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::666666666666:root' },
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${Bucket}/*`,
    },
  });
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  expect((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy);
  await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
  expect(await refusal(s3.send(new GetBucketPolicyCommand({ Bucket })))).toMatchObject({
    name: 'NoSuchBucketPolicy',
    message: 'The bucket policy does not exist',
  });
  expect(await refusal(s3.send(new PutBucketPolicyCommand({ Bucket, Policy: 'x' })))).toMatchObject({
    name: 'MalformedPolicy',
  });

  const PublicAccessBlockConfiguration = { BlockPublicAcls: false, BlockPublicPolicy: true };
  await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
  expect(await s3.send(new GetPublicAccessBlockCommand({ Bucket }))).toMatchObject({
    PublicAccessBlockConfiguration,
  });
  expect(await s3.send(new GetBucketEncryptionCommand({ Bucket }))).toMatchObject({
    ServerSideEncryptionConfiguration: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    },
  });
  expect(await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }))).toMatchObject({
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
  });
  expect(await s3.send(new GetBucketAclCommand({ Bucket }))).toMatchObject({
    Grants: [{ Grantee: { Type: 'CanonicalUser' }, Permission: 'FULL_CONTROL' }],
  });
  expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
  expect(await refusal(s3.send(new GetBucketCorsCommand({ Bucket })))).toMatchObject({
    name: 'NoSuchCORSConfiguration',
  });
});

test('what is not there says so', async () => {
  const s3 = clientOf('777777777777');
  await s3.send(new CreateBucketCommand({ Bucket: 'plain' }));
  const lock = { Bucket: 'plain', ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } } as const;
  expect(await refusal(s3.send(new PutObjectLockConfigurationCommand(lock)))).toEqual({
    name: 'NotImplemented',
    message: 'PutObjectLockConfiguration is not implemented by this version of Longshore.',
    status: 501,
  });
  const hold = { Bucket: 'plain', Key: 'a', LegalHold: { Status: 'ON' } } as const;
  expect(await refusal(s3.send(new PutObjectLegalHoldCommand(hold)))).toEqual({
    name: 'InvalidRequest',
    message: 'Bucket is missing Object Lock Configuration',
    status: 400,
  });
});

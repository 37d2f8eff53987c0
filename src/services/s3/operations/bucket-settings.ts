import type {
  GetBucketEncryptionOutput,
  GetBucketOwnershipControlsOutput,
  GetBucketTaggingOutput,
  GetPublicAccessBlockOutput,
} from '../../../aws/contract/s3.types.gen.ts';
import { malformedPolicy, noSuchBucketPolicy, noSuchSetting, noSuchTagSet } from '../errors.ts';
import { findBucket } from '../model/buckets.ts';
import { checkedTags } from '../model/tags.ts';
import type { S3Call, S3Operation } from '../operation.ts';

/**
 * What infrastructure tools configure and read back. Nothing here changes how a bucket behaves: policies are
 * not evaluated, and what AWS does by default is done.
 */
interface Settings {
  readonly tagging: GetBucketTaggingOutput;
  readonly policy: string;
  readonly publicAccessBlock: NonNullable<GetPublicAccessBlockOutput['PublicAccessBlockConfiguration']>;
  readonly ownershipControls: NonNullable<GetBucketOwnershipControlsOutput['OwnershipControls']>;
  readonly encryption: NonNullable<GetBucketEncryptionOutput['ServerSideEncryptionConfiguration']>;
}

interface Asked {
  readonly Bucket: string;
  readonly ExpectedBucketOwner?: string;
}

function read<Name extends keyof Settings>(
  call: S3Call,
  asked: Asked,
  name: Name,
): Settings[Name] | undefined {
  const value = findBucket(call, asked).settings[name];
  // Only `write` puts a setting in its place.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return value as Settings[Name] | undefined;
}

function write<Name extends keyof Settings>(
  call: S3Call,
  asked: Asked,
  name: Name,
  value: Settings[Name] | undefined,
): Record<string, never> {
  const bucket = findBucket(call, asked);
  const { [name]: _before, ...others } = bucket.settings;
  const settings = value === undefined ? others : { ...others, [name]: value };
  call.tables.buckets.put({ ...bucket, settings });
  return {};
}

export const putBucketTagging: S3Operation<'PutBucketTagging'> = (input, call) =>
  write(call, input, 'tagging', { TagSet: [...checkedTags(input.Tagging.TagSet, 'bucket')] });
export const getBucketTagging: S3Operation<'GetBucketTagging'> = (input, call) => {
  const tagging = read(call, input, 'tagging');
  if (tagging === undefined) throw noSuchTagSet(input.Bucket);
  return tagging;
};
export const deleteBucketTagging: S3Operation<'DeleteBucketTagging'> = (input, call) =>
  write(call, input, 'tagging', undefined);

export const putBucketPolicy: S3Operation<'PutBucketPolicy'> = (input, call) => {
  if (!isJsonObject(input.Policy)) throw malformedPolicy();
  return write(call, input, 'policy', input.Policy);
};
export const getBucketPolicy: S3Operation<'GetBucketPolicy'> = (input, call) => {
  const policy = read(call, input, 'policy');
  if (policy === undefined) throw noSuchBucketPolicy(input.Bucket);
  return { Policy: policy };
};
export const deleteBucketPolicy: S3Operation<'DeleteBucketPolicy'> = (input, call) =>
  write(call, input, 'policy', undefined);

export const putPublicAccessBlock: S3Operation<'PutPublicAccessBlock'> = (input, call) =>
  write(call, input, 'publicAccessBlock', input.PublicAccessBlockConfiguration);
/** All four are on in a bucket that AWS makes today. */
export const getPublicAccessBlock: S3Operation<'GetPublicAccessBlock'> = (input, call) => ({
  PublicAccessBlockConfiguration: read(call, input, 'publicAccessBlock') ?? {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  },
});
export const deletePublicAccessBlock: S3Operation<'DeletePublicAccessBlock'> = (input, call) =>
  write(call, input, 'publicAccessBlock', {});

export const putBucketOwnershipControls: S3Operation<'PutBucketOwnershipControls'> = (input, call) =>
  write(call, input, 'ownershipControls', input.OwnershipControls);
export const getBucketOwnershipControls: S3Operation<'GetBucketOwnershipControls'> = (input, call) => ({
  OwnershipControls: read(call, input, 'ownershipControls') ?? {
    Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }],
  },
});

export const putBucketEncryption: S3Operation<'PutBucketEncryption'> = (input, call) =>
  write(call, input, 'encryption', input.ServerSideEncryptionConfiguration);
export const getBucketEncryption: S3Operation<'GetBucketEncryption'> = (input, call) => ({
  ServerSideEncryptionConfiguration: read(call, input, 'encryption') ?? {
    Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }],
  },
});
export const deleteBucketEncryption: S3Operation<'DeleteBucketEncryption'> = (input, call) =>
  write(call, input, 'encryption', undefined);

/** What a bucket has not until it is configured, and cannot be here; the texts are AWS's. */
const absent =
  (code: string, message: string) =>
  (input: Asked, call: S3Call): never => {
    findBucket(call, input);
    throw noSuchSetting(code, message, input.Bucket);
  };

export const getBucketCors = absent('NoSuchCORSConfiguration', 'The CORS configuration does not exist');
export const getBucketWebsite = absent(
  'NoSuchWebsiteConfiguration',
  'The specified bucket does not have a website configuration',
);
export const getBucketLifecycle = absent(
  'NoSuchLifecycleConfiguration',
  'The lifecycle configuration does not exist',
);
export const getBucketReplication = absent(
  'ReplicationConfigurationNotFoundError',
  'The replication configuration was not found',
);
export const getObjectLockConfiguration = absent(
  'ObjectLockConfigurationNotFoundError',
  'Object Lock configuration does not exist for this bucket',
);

/** What is off in every bucket answers an empty document. */
export const off = (input: Asked, call: S3Call): Record<string, never> => {
  findBucket(call, input);
  return {};
};
export const getBucketRequestPayment: S3Operation<'GetBucketRequestPayment'> = (input, call) => {
  findBucket(call, input);
  return { Payer: 'BucketOwner' };
};

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

import {
  bucketIsYours,
  bucketNotEmpty,
  bucketOfOther,
  illegalLocation,
  invalidArgument,
  invalidLocation,
  notImplemented,
} from '../errors.ts';
import { checkBucketName, findBucket } from '../model/buckets.ts';
import { grantsAsked } from '../model/acl.ts';
import type { BucketRecord } from '../model/tables.ts';
import { checkedTags } from '../model/tags.ts';
import { forgetUpload } from '../model/uploads.ts';
import { refuseUnsupported } from '../model/unsupported.ts';
import { ownerOf, seconds, type S3Call, type S3Operation } from '../operation.ts';

/** Without a location constraint, a bucket is there; elsewhere the constraint must be the region that is asked. */
const FIRST_REGION = 'us-east-1';

export const createBucket: S3Operation<'CreateBucket'> = (input, call) => {
  refuseUnsupported(input);
  const { Bucket, CreateBucketConfiguration = {} } = input;
  checkBucketName(Bucket);
  // Of directory buckets, which there are none of here.
  for (const member of ['Bucket', 'Location'] as const) {
    if (CreateBucketConfiguration[member] !== undefined) {
      throw notImplemented(`CreateBucket with ${member} in its CreateBucketConfiguration`);
    }
  }
  const region = regionOf(CreateBucketConfiguration.LocationConstraint, call);
  const tags = checkedTags(CreateBucketConfiguration.Tags ?? [], 'bucket');
  const present = call.tables.buckets.get(Bucket);
  if (present !== undefined) {
    if (present.account !== call.account) throw bucketOfOther(Bucket);
    // The first region answers as it always did.
    if (region !== FIRST_REGION || present.region !== FIRST_REGION) throw bucketIsYours(Bucket);
    return { Location: `/${Bucket}`, BucketArn: bucketArn(call, Bucket) };
  }
  const bucket: BucketRecord = {
    name: Bucket,
    account: call.account,
    region,
    createdAt: seconds(call.now()) * 1000,
    settings: {
      ...(tags.length > 0 && { tagging: { TagSet: [...tags] } }),
      ...(input.ObjectOwnership !== undefined && {
        ownershipControls: { Rules: [{ ObjectOwnership: input.ObjectOwnership }] },
      }),
    },
  };
  // What everybody has anyway may be asked for in every bucket.
  const { acl } = input.ACL === 'private' ? {} : grantsAsked(bucket, call.account, input);
  call.tables.buckets.put(acl === undefined ? bucket : { ...bucket, settings: { ...bucket.settings, acl } });
  return { Location: `/${Bucket}`, BucketArn: bucketArn(call, Bucket) };
};

const bucketArn = ({ partition }: S3Call, name: string): string => `arn:${partition}:s3:::${name}`;

function regionOf(constraint: string | undefined, { region }: S3Call): string {
  if (constraint === undefined) {
    if (region !== FIRST_REGION) throw illegalLocation('unspecified');
    return region;
  }
  const named = constraint === 'EU' ? 'eu-west-1' : constraint;
  if (named === FIRST_REGION) throw invalidLocation(constraint);
  // The first region's endpoint makes buckets everywhere.
  if (region !== FIRST_REGION && named !== region) throw illegalLocation(constraint);
  return named;
}

export const headBucket: S3Operation<'HeadBucket'> = (input, call) => {
  const { name, region } = findBucket(call, input);
  return { BucketRegion: region, BucketArn: bucketArn(call, name), AccessPointAlias: false };
};

/** Buckets in the first region answer nothing. */
export const getBucketLocation: S3Operation<'GetBucketLocation'> = (input, call) => {
  const { region } = findBucket(call, input);
  return region !== FIRST_REGION && isConstraint(region) ? { LocationConstraint: region } : {};
};

type Constraint = NonNullable<Awaited<ReturnType<typeof getBucketLocation>>['LocationConstraint']>;

/** The model's list of regions grows; a bucket may be in any. */
function isConstraint(region: string): region is Constraint {
  return region !== '';
}

export const listBuckets: S3Operation<'ListBuckets'> = (input, call) => {
  const { BucketRegion, ContinuationToken, MaxBuckets = 10_000, Prefix } = input;
  if (MaxBuckets < 1 || MaxBuckets > 10_000) {
    throw invalidArgument('Argument max-buckets must be an integer between 1 and 10000');
  }
  const after = ContinuationToken === undefined ? '' : Buffer.from(ContinuationToken, 'base64').toString();
  const all = call.tables.buckets
    .select({ where: { account: call.account, name: { startsWith: Prefix ?? '' } } })
    .filter(({ name, region }) => name > after && (BucketRegion === undefined || region === BucketRegion));
  const buckets = all.slice(0, MaxBuckets);
  const last = buckets.at(-1);
  return {
    Buckets: buckets.map(({ name, region, createdAt }) => ({
      Name: name,
      CreationDate: seconds(createdAt),
      BucketRegion: region,
      BucketArn: bucketArn(call, name),
    })),
    Owner: ownerOf(call.account),
    ...(all.length > buckets.length &&
      last !== undefined && { ContinuationToken: Buffer.from(last.name).toString('base64') }),
    ...(Prefix !== undefined && { Prefix }),
  };
};

/** Only an empty bucket goes; uploads that never became objects go with it. */
export const deleteBucket: S3Operation<'DeleteBucket'> = async (input, call) => {
  const { tables } = call;
  const pieces = call.transaction(() => {
    const { name, settings } = findBucket(call, input);
    const versions = tables.allVersions.select({ where: { bucket: name }, limit: 1 });
    if (versions.length > 0) throw bucketNotEmpty(name, settings.versioning !== undefined);
    const uploads = tables.uploads.select({ where: { bucket: name } });
    const parts = uploads.flatMap((upload) => forgetUpload(call, upload));
    tables.buckets.delete(name);
    return parts.map(({ piece }) => piece);
  });
  await call.blobs.remove(pieces);
  return {};
};

import { accessDenied, invalidBucketName, noSuchBucket } from '../errors.ts';
import type { S3Call } from '../operation.ts';
import type { BucketRecord } from './tables.ts';

/**
 * The bucket of a request. Whoever asks may use it, as policies are not evaluated; only an owner that the
 * request expects must be the owner.
 */
export function findBucket(
  { tables }: Pick<S3Call, 'tables'>,
  { Bucket, ExpectedBucketOwner }: { readonly Bucket: string; readonly ExpectedBucketOwner?: string },
): BucketRecord {
  const bucket = tables.buckets.get(Bucket);
  if (bucket === undefined) throw noSuchBucket(Bucket);
  if (ExpectedBucketOwner !== undefined && ExpectedBucketOwner !== bucket.account) throw accessDenied();
  return bucket;
}

/** 3 to 63 of these, beginning and ending with a letter or a digit, no two dots together, no IPv4 address. */
export function checkBucketName(name: string): void {
  const isName = /^(?!xn--|sthree-)[a-z0-9](?:[a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]$/.test(name);
  const isReserved = /-s3alias$|--ol-s3$|\.mrap$|--x-s3$/.test(name);
  if (!isName || isReserved || /^\d+\.\d+\.\d+\.\d+$/.test(name)) throw invalidBucketName(name);
}

import { noObjectLock, noSuchSetting } from '../../errors.ts';
import { findBucket } from '../../model/buckets.ts';
import type { S3Call } from '../../operation.ts';
import type { Asked } from './settings.ts';

/** What a bucket has not until it is configured, and cannot be here; the texts are AWS's. */
const absent =
  (code: string, message: string) =>
  (input: Asked, call: S3Call): never => {
    findBucket(call, input);
    throw noSuchSetting(code, message, input.Bucket);
  };

export const getBucketReplication = absent(
  'ReplicationConfigurationNotFoundError',
  'The replication configuration was not found',
);
export const getObjectLockConfiguration = absent(
  'ObjectLockConfigurationNotFoundError',
  'Object Lock configuration does not exist for this bucket',
);
/** No bucket has it on, so nothing can be locked: AWS's text for such a bucket. */
export const withoutLock = (input: Asked, call: S3Call): never => {
  findBucket(call, input);
  throw noObjectLock();
};
export const noConfiguration = absent('NoSuchConfiguration', 'The specified configuration does not exist.');

/** Of configurations that cannot be made there are none. */
export const noneListed = (input: Asked, call: S3Call): { IsTruncated: boolean } => {
  findBucket(call, input);
  return { IsTruncated: false };
};

/** To take away what there is not succeeds. */
export const nothingToDelete = (input: Asked, call: S3Call): Record<string, never> => {
  findBucket(call, input);
  return {};
};

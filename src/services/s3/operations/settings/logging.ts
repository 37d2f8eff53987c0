import { invalidTargetBucket } from '../../errors.ts';
import type { S3Operation } from '../../operation.ts';
import { configure, settingsOf } from './settings.ts';

/** Kept and told. Amazon S3 delivers access logs as best it can; here that is not at all. */
export const putBucketLogging: S3Operation<'PutBucketLogging'> = (input, call) => {
  const { LoggingEnabled } = input.BucketLoggingStatus;
  if (LoggingEnabled !== undefined) {
    const own = settingsOf(call, input);
    const target = call.tables.buckets.get(LoggingEnabled.TargetBucket);
    const region = call.tables.buckets.get(input.Bucket)?.region;
    if (target === undefined || own === undefined) {
      throw invalidTargetBucket('The target bucket for logging does not exist');
    }
    if (target.region !== region) {
      throw invalidTargetBucket('The target bucket for logging is in a different location');
    }
  }
  return configure(call, input, 'logging', LoggingEnabled);
};

export const getBucketLogging: S3Operation<'GetBucketLogging'> = (input, call) => {
  const { logging } = settingsOf(call, input);
  return logging === undefined ? {} : { LoggingEnabled: logging };
};

import { invalidRequest, malformedXml } from '../../errors.ts';
import type { S3Operation } from '../../operation.ts';
import { configure, settingsOf } from './settings.ts';

/* What is told again and has nothing to act upon: one way leads to Longshore, and nobody pays. */

export const putBucketAccelerateConfiguration: S3Operation<'PutBucketAccelerateConfiguration'> = (
  input,
  call,
) => {
  if (input.AccelerateConfiguration.Status === undefined) throw malformedXml();
  if (input.Bucket.includes('.')) {
    throw invalidRequest(
      'S3 Transfer Acceleration is not supported for buckets with periods (.) in their names',
    );
  }
  return configure(call, input, 'accelerate', input.AccelerateConfiguration);
};

export const getBucketAccelerateConfiguration: S3Operation<'GetBucketAccelerateConfiguration'> = (
  input,
  call,
) => settingsOf(call, input).accelerate ?? {};

export const putBucketRequestPayment: S3Operation<'PutBucketRequestPayment'> = (input, call) =>
  configure(call, input, 'requestPayment', input.RequestPaymentConfiguration);

export const getBucketRequestPayment: S3Operation<'GetBucketRequestPayment'> = (input, call) =>
  settingsOf(call, input).requestPayment ?? { Payer: 'BucketOwner' };

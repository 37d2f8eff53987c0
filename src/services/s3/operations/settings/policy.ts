import { publicPolicyBlocked } from '../../errors.ts';
import { checkPolicy, isPublic } from '../../model/bucket-policy.ts';
import type { S3Operation } from '../../operation.ts';
import { blocksOf } from './public-access-block.ts';
import { configure, required, settingsOf } from './settings.ts';

const missing = ['NoSuchBucketPolicy', 'The bucket policy does not exist'] as const;

export const putBucketPolicy: S3Operation<'PutBucketPolicy'> = (input, call) => {
  const settings = settingsOf(call, input);
  const policy = checkPolicy(input.Policy, input.Bucket);
  if (blocksOf(settings)?.BlockPublicPolicy === true && isPublic(policy)) {
    throw publicPolicyBlocked(call.principalArn, `arn:${call.partition}:s3:::${input.Bucket}`);
  }
  return configure(call, input, 'policy', input.Policy);
};

export const getBucketPolicy: S3Operation<'GetBucketPolicy'> = (input, call) => ({
  Policy: required(call, input, 'policy', ...missing),
});

export const deleteBucketPolicy: S3Operation<'DeleteBucketPolicy'> = (input, call) =>
  configure(call, input, 'policy', undefined);

export const getBucketPolicyStatus: S3Operation<'GetBucketPolicyStatus'> = (input, call) => ({
  PolicyStatus: {
    IsPublic: isPublic(checkPolicy(required(call, input, 'policy', ...missing), input.Bucket)),
  },
});

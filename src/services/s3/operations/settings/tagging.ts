import { checkedTags } from '../../model/tags.ts';
import type { S3Operation } from '../../operation.ts';
import { configure, required } from './settings.ts';

export const putBucketTagging: S3Operation<'PutBucketTagging'> = (input, call) =>
  configure(call, input, 'tagging', { TagSet: [...checkedTags(input.Tagging.TagSet, 'bucket')] });

export const getBucketTagging: S3Operation<'GetBucketTagging'> = (input, call) =>
  required(call, input, 'tagging', 'NoSuchTagSet', 'The TagSet does not exist');

export const deleteBucketTagging: S3Operation<'DeleteBucketTagging'> = (input, call) =>
  configure(call, input, 'tagging', undefined);

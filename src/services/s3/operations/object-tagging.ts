import { findBucket } from '../model/buckets.ts';
import { announce } from '../model/events.ts';
import { checkedTags } from '../model/tags.ts';
import { findObject, rewrite, versionMember } from '../model/versions.ts';
import type { S3Operation } from '../operation.ts';

export const putObjectTagging: S3Operation<'PutObjectTagging'> = (input, call) => {
  const tags = checkedTags(input.Tagging.TagSet, 'object');
  return call.transaction(() => {
    const bucket = findBucket(call, input);
    const version = { ...findObject(call, input), tags };
    rewrite(call, version);
    announce(call, bucket, { detailType: 'Object Tags Added', key: input.Key, version });
    return versionMember(bucket, version);
  });
};

export const getObjectTagging: S3Operation<'GetObjectTagging'> = (input, call) => {
  const bucket = findBucket(call, input);
  const object = findObject(call, input);
  return { TagSet: [...object.tags], ...versionMember(bucket, object) };
};

export const deleteObjectTagging: S3Operation<'DeleteObjectTagging'> = (input, call) =>
  call.transaction(() => {
    const bucket = findBucket(call, input);
    const version = { ...findObject(call, input), tags: [] };
    rewrite(call, version);
    announce(call, bucket, { detailType: 'Object Tags Deleted', key: input.Key, version });
    return versionMember(bucket, version);
  });

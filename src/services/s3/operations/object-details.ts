import { invalidRequest } from '../errors.ts';
import { findBucket } from '../model/buckets.ts';
import { checksumMembers } from '../model/checksums.ts';
import { findObject, isStorageClass } from '../model/objects.ts';
import { checkedTags } from '../model/tags.ts';
import { refuseUnsupported } from '../model/unsupported.ts';
import { ownerOf, seconds, type S3Operation } from '../operation.ts';

export const putObjectTagging: S3Operation<'PutObjectTagging'> = (input, call) => {
  refuseUnsupported(input);
  findBucket(call, input);
  const tags = checkedTags(input.Tagging.TagSet, 'object');
  call.tables.objects.put({ ...findObject(call, input), tags });
  return {};
};

export const getObjectTagging: S3Operation<'GetObjectTagging'> = (input, call) => {
  refuseUnsupported(input);
  findBucket(call, input);
  return { TagSet: [...findObject(call, input).tags] };
};

export const deleteObjectTagging: S3Operation<'DeleteObjectTagging'> = (input, call) => {
  refuseUnsupported(input);
  findBucket(call, input);
  call.tables.objects.put({ ...findObject(call, input), tags: [] });
  return {};
};

const ATTRIBUTES: readonly string[] = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'];

export const getObjectAttributes: S3Operation<'GetObjectAttributes'> = (input, call) => {
  refuseUnsupported(input);
  findBucket(call, input);
  const object = findObject(call, input);
  const asked: readonly string[] = input.ObjectAttributes;
  if (asked.some((name) => !ATTRIBUTES.includes(name)))
    throw invalidRequest('Invalid attribute name specified.');
  const { checksum, storageClass } = object;
  return {
    LastModified: seconds(object.modifiedAt),
    ...(asked.includes('ETag') && { ETag: object.etag.replaceAll('"', '') }),
    ...(asked.includes('Checksum') && checksum && { Checksum: checksumMembers(checksum) }),
    ...(asked.includes('ObjectParts') &&
      object.isMultipart && { ObjectParts: { TotalPartsCount: object.pieces.length } }),
    ...(asked.includes('StorageClass') && isStorageClass(storageClass) && { StorageClass: storageClass }),
    ...(asked.includes('ObjectSize') && { ObjectSize: object.size }),
  };
};

/** Access control lists are off: the owner may do everything, and nobody else is named. */
export const getBucketAcl: S3Operation<'GetBucketAcl'> = (input, call) =>
  accessOf(findBucket(call, input).account);

export const getObjectAcl: S3Operation<'GetObjectAcl'> = (input, call) => {
  refuseUnsupported(input);
  const { account } = findBucket(call, input);
  findObject(call, input);
  return accessOf(account);
};

function accessOf(account: string): ReturnType<typeof getBucketAcl> {
  const owner = ownerOf(account);
  return {
    Owner: owner,
    Grants: [{ Grantee: { Type: 'CanonicalUser', ...owner }, Permission: 'FULL_CONTROL' }],
  };
}

import type { BucketRecord, ObjectRecord } from '../model/tables.ts';

/** Condition keys, by the members that hold them. */
const CONDITIONS: readonly (readonly [key: string, member: string])[] = [
  ['s3:prefix', 'Prefix'],
  ['s3:delimiter', 'Delimiter'],
  ['s3:max-keys', 'MaxKeys'],
  ['s3:VersionId', 'VersionId'],
  ['s3:x-amz-acl', 'ACL'],
  ['s3:x-amz-copy-source', 'CopySource'],
  ['s3:x-amz-grant-full-control', 'GrantFullControl'],
  ['s3:x-amz-grant-read', 'GrantRead'],
  ['s3:x-amz-grant-read-acp', 'GrantReadACP'],
  ['s3:x-amz-grant-write', 'GrantWrite'],
  ['s3:x-amz-grant-write-acp', 'GrantWriteACP'],
  ['s3:x-amz-metadata-directive', 'MetadataDirective'],
  ['s3:x-amz-server-side-encryption', 'ServerSideEncryption'],
  ['s3:x-amz-server-side-encryption-aws-kms-key-id', 'SSEKMSKeyId'],
  ['s3:x-amz-storage-class', 'StorageClass'],
  ['s3:if-match', 'IfMatch'],
  ['s3:if-none-match', 'IfNoneMatch'],
];

/** Keys of a request, of its bucket, and of the object that is there. */
export function conditionsOf(
  text: (name: string) => string | undefined,
  bucket: BucketRecord | undefined,
  object: ObjectRecord | undefined,
): Readonly<Record<string, string | readonly string[]>> {
  const given = CONDITIONS.flatMap(([key, member]) => {
    const value = text(member);
    return value === undefined ? [] : [[key, value] as const];
  });
  const tags = [...new URLSearchParams(text('Tagging') ?? '')];
  return {
    ...Object.fromEntries(given),
    ...Object.fromEntries(tags.map(([key, value]) => [`s3:RequestObjectTag/${key}`, value])),
    ...(tags.length > 0 && { 's3:RequestObjectTagKeys': tags.map(([key]) => key) }),
    ...Object.fromEntries(
      (object?.tags ?? []).map(({ Key, Value }) => [`s3:ExistingObjectTag/${Key}`, Value]),
    ),
    ...(bucket !== undefined && { 's3:ResourceAccount': bucket.account }),
  };
}

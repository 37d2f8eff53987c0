import type { AccessControlPolicy, Grant } from '../../../aws/contract/s3.types.gen.ts';
import { aclsOff, malformedAcl, missingAcl } from '../errors.ts';
import { areAclsOn, type AskedAccess, grantsAsked, grantsInDocument, ownersGrants } from '../model/acl.ts';
import { findBucket } from '../model/buckets.ts';
import type { BucketRecord } from '../model/tables.ts';
import { findObject, rewrite } from '../model/versions.ts';
import { ownerOf, type S3Call, type S3Operation } from '../operation.ts';

/*
 * Access control lists are kept and told, and nobody's call is held against them. Where they are off the owner
 * may do everything, and nobody else is named.
 */

export const getBucketAcl: S3Operation<'GetBucketAcl'> = (input, call) => {
  const bucket = findBucket(call, input);
  return told(bucket, bucket.settings.acl);
};

export const putBucketAcl: S3Operation<'PutBucketAcl'> = (input, call) => {
  const bucket = findBucket(call, input);
  const acl = listIn(call, bucket, input);
  call.tables.buckets.put({ ...bucket, settings: { ...bucket.settings, acl } });
  return {};
};

export const getObjectAcl: S3Operation<'GetObjectAcl'> = (input, call) => {
  const bucket = findBucket(call, input);
  return told(bucket, findObject(call, input).acl);
};

export const putObjectAcl: S3Operation<'PutObjectAcl'> = (input, call) => {
  const bucket = findBucket(call, input);
  const object = findObject(call, input);
  rewrite(call, { ...object, acl: listIn(call, bucket, input) });
  return {};
};

interface Asked extends AskedAccess {
  readonly AccessControlPolicy?: AccessControlPolicy;
}

function listIn(call: S3Call, bucket: BucketRecord, asked: Asked): readonly Grant[] {
  const { AccessControlPolicy: document } = asked;
  const own = ownersGrants(bucket.account);
  if (document === undefined) {
    const { acl } = grantsAsked(bucket, call.account, asked);
    if (acl !== undefined) return acl;
    if (asked.ACL === undefined) throw missingAcl();
    return own;
  }
  const { Grants = [], Owner } = document;
  if (Owner?.ID !== ownerOf(bucket.account).ID) throw malformedAcl();
  if (areAclsOn(bucket)) return grantsInDocument(bucket, Grants);
  const isOwn =
    Grants.length === 1 && Grants[0]?.Grantee?.ID === Owner.ID && Grants[0].Permission === 'FULL_CONTROL';
  if (!isOwn) throw aclsOff();
  return own;
}

function told(bucket: BucketRecord, acl: readonly Grant[] | undefined): ReturnType<typeof getBucketAcl> {
  const list = areAclsOn(bucket) ? acl : undefined;
  return { Owner: ownerOf(bucket.account), Grants: [...(list ?? ownersGrants(bucket.account))] };
}

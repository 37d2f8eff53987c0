import type { LifecycleRule } from '../../../aws/contract/s3.types.gen.ts';
import { partitionOf } from '../../../aws/arn.ts';
import type { Ids } from '../../../kernel/ids.ts';
import { announce } from '../model/events.ts';
import { expiryOf, midnightAfter, rulesFor } from '../model/expiration.ts';
import type { BucketRecord, Piece, S3Tables, VersionRecord } from '../model/tables.ts';
import { addMarker, type Deleted, idOf, isMarker, removeVersion, rewrite } from '../model/versions.ts';
import type { S3Call } from '../operation.ts';
import { transitioned } from './transitions.ts';

export interface Expirer extends Pick<S3Call, 'events' | 'sequencer' | 'now'> {
  readonly tables: S3Tables;
  readonly ids: Ids;
}

/** Where somebody is who goes through the versions of a key, the newest first. */
export interface Walk {
  /** The version that came just before; from its birth on the next was not current. */
  readonly newer: VersionRecord;
  /** Versions before that are not current. */
  readonly noncurrent: number;
}

/** The newest version of a key. Returns the files that are to go. */
export function expireCurrent(
  call: Expirer,
  bucket: BucketRecord,
  rules: readonly LifecycleRule[],
  version: VersionRecord,
): readonly Piece[] {
  if (isMarker(version)) return expireMarker(call, bucket, rules, version);
  const expiry = expiryOf(rules, version);
  if (expiry !== undefined && expiry.at <= call.now()) {
    return told(call, bucket, version.key, addMarker(call, bucket, version.key));
  }
  const moved = transitioned(bucket, rules, version, version.modifiedAt, 'Transitions', call.now());
  if (moved !== undefined) rewrite(call, moved);
  return [];
}

/** A delete marker goes when it is all that is left of its key. */
function expireMarker(
  call: Expirer,
  bucket: BucketRecord,
  rules: readonly LifecycleRule[],
  { key, modifiedAt, ...version }: VersionRecord,
): readonly Piece[] {
  const isDue = rulesFor(rules, { key }).some(
    ({ Expiration: { Days, ExpiredObjectDeleteMarker } = {} }) =>
      ExpiredObjectDeleteMarker === true ||
      (Days !== undefined && midnightAfter(modifiedAt, Days) <= call.now()),
  );
  if (!isDue) return [];
  const all = call.tables.versions.select({ where: { bucket: bucket.name, key }, limit: 2 });
  if (all.length > 1) return [];
  return told(
    call,
    bucket,
    key,
    removeVersion(call, { Bucket: bucket.name, Key: key, VersionId: idOf(version) }),
  );
}

/** A version that is not current. */
export function expireNoncurrent(
  call: Expirer,
  bucket: BucketRecord,
  rules: readonly LifecycleRule[],
  version: VersionRecord,
  { newer, noncurrent }: Walk,
): readonly Piece[] {
  const { key } = version;
  const isDue = rulesFor(rules, version).some(({ NoncurrentVersionExpiration: expiration }) => {
    if (expiration?.NoncurrentDays === undefined) return false;
    const { NoncurrentDays, NewerNoncurrentVersions = 0 } = expiration;
    return (
      noncurrent >= NewerNoncurrentVersions && midnightAfter(newer.modifiedAt, NoncurrentDays) <= call.now()
    );
  });
  if (isDue) {
    return told(
      call,
      bucket,
      key,
      removeVersion(call, { Bucket: bucket.name, Key: key, VersionId: idOf(version) }),
    );
  }
  if (isMarker(version)) return [];
  const since = newer.modifiedAt;
  const moved = transitioned(bucket, rules, version, since, 'NoncurrentVersionTransitions', call.now());
  if (moved !== undefined) rewrite(call, moved);
  return [];
}

function told(call: Expirer, bucket: BucketRecord, key: string, deleted: Deleted): readonly Piece[] {
  const { marker, version, removed } = deleted;
  const changed = marker ?? version;
  announce({ ...call, partition: partitionOf(bucket.region) }, bucket, {
    detailType: 'Object Deleted',
    key,
    ...(changed !== undefined && { version: changed }),
    reason: 'Lifecycle Expiration',
    deletion: marker === undefined ? 'Permanently Deleted' : 'Delete Marker Created',
  });
  return removed;
}

import type { DeletedObject, DeleteObjectsOutput } from '../../../aws/contract/s3.types.gen.ts';
import { AwsError } from '../../../aws/aws-error.ts';
import { malformedXml, noSuchKey, preconditionFailed } from '../errors.ts';
import { findBucket } from '../model/buckets.ts';
import { announce } from '../model/events.ts';
import type { BucketRecord, Piece } from '../model/tables.ts';
import { refuseUnsupported } from '../model/unsupported.ts';
import { addMarker, type Deleted, findVersion, idOf, isMarker, removeVersion } from '../model/versions.ts';
import { seconds, type S3Call, type S3Operation } from '../operation.ts';

const MOST = 1000;

/** What is to be deleted, and only if it is as the client thinks. */
interface Wanted {
  readonly Key: string;
  readonly VersionId?: string;
  readonly IfMatch?: string | undefined;
  readonly Size?: number | undefined;
  readonly Time?: number | undefined;
}

/** Deleting what is not there succeeds. */
export const deleteObject: S3Operation<'DeleteObject'> = async (input, call) => {
  refuseUnsupported(input);
  const { Bucket: _bucket, IfMatchSize: Size, IfMatchLastModifiedTime: Time, ...named } = input;
  const { told, removed } = call.transaction(() => {
    const bucket = findBucket(call, input);
    return remove(call, bucket, { ...named, Size, Time }, 'DeleteObject');
  });
  await call.blobs.remove(removed);
  const VersionId = told.DeleteMarkerVersionId ?? told.VersionId;
  return {
    ...(told.DeleteMarker === true && { DeleteMarker: true }),
    ...(VersionId !== undefined && { VersionId }),
  };
};

export const deleteObjects: S3Operation<'DeleteObjects'> = async (input, call) => {
  refuseUnsupported(input);
  const { Objects, Quiet } = input.Delete;
  if (Objects.length === 0 || Objects.length > MOST) throw malformedXml();
  const removed: Piece[] = [];
  const answer = call.transaction((): DeleteObjectsOutput => {
    const bucket = findBucket(call, input);
    const Deleted: DeletedObject[] = [];
    const Errors: NonNullable<DeleteObjectsOutput['Errors']> = [];
    for (const { ETag: IfMatch, LastModifiedTime: Time, ...named } of Objects) {
      try {
        const done = remove(call, bucket, { ...named, IfMatch, Time }, 'DeleteObjects');
        removed.push(...done.removed);
        Deleted.push(done.told);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        const { Key, VersionId } = named;
        const { code: Code, message: Message } = error;
        Errors.push({ Key, ...(VersionId !== undefined && { VersionId }), Code, Message });
      }
    }
    return { ...(Quiet !== true && { Deleted }), Errors };
  });
  await call.blobs.remove(removed);
  return answer;
};

function remove(
  call: S3Call,
  bucket: BucketRecord,
  wanted: Wanted,
  reason: string,
): { readonly told: DeletedObject; readonly removed: readonly Piece[] } {
  const { Key, VersionId } = wanted;
  const named = { Bucket: bucket.name, Key };
  checkExpected(call, bucket, wanted);
  const deleted =
    VersionId === undefined ? addMarker(call, bucket, Key) : removeVersion(call, { ...named, VersionId });
  tell(call, bucket, Key, deleted, reason);
  const { marker, version, removed } = deleted;
  if (marker !== undefined) {
    return { told: { Key, DeleteMarker: true, DeleteMarkerVersionId: idOf(marker) }, removed };
  }
  const isOfMarker = version !== undefined && isMarker(version);
  return {
    told: {
      Key,
      ...(VersionId !== undefined && { VersionId }),
      ...(isOfMarker && { DeleteMarker: true, DeleteMarkerVersionId: idOf(version) }),
    },
    removed,
  };
}

function tell(
  call: S3Call,
  bucket: BucketRecord,
  key: string,
  { marker, version }: Deleted,
  reason: string,
): void {
  const changed = marker ?? version;
  // Where nothing was, nothing has happened.
  if (changed === undefined) return;
  announce(call, bucket, {
    detailType: 'Object Deleted',
    key,
    version: changed,
    reason,
    deletion: marker === undefined ? 'Permanently Deleted' : 'Delete Marker Created',
  });
}

/** Throws PreconditionFailed, or NoSuchKey where there is nothing that could be as expected. */
function checkExpected(call: S3Call, { name }: BucketRecord, wanted: Wanted): void {
  const { Key, VersionId, IfMatch, Size, Time } = wanted;
  if (IfMatch === undefined && Size === undefined && Time === undefined) return;
  const version =
    VersionId === undefined
      ? call.tables.objects.get(name, Key)
      : findVersion(call, { Bucket: name, Key, VersionId });
  if (version === undefined || isMarker(version)) throw noSuchKey(Key);
  const isExpected =
    (IfMatch === undefined || IfMatch === '*' || unquoted(IfMatch) === unquoted(version.etag)) &&
    (Size === undefined || Size === version.size) &&
    (Time === undefined || Math.floor(Time) === seconds(version.modifiedAt));
  if (!isExpected) throw preconditionFailed('If-Match');
}

const unquoted = (etag: string): string => etag.replaceAll('"', '');

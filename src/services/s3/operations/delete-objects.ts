import type { DeleteObjectsOutput } from '../../../aws/contract/s3.types.gen.ts';
import { malformedXml, preconditionFailed } from '../errors.ts';
import { findBucket } from '../model/buckets.ts';
import type { ObjectRecord, Piece } from '../model/tables.ts';
import { refuseUnsupported } from '../model/unsupported.ts';
import { seconds, type S3Operation } from '../operation.ts';

const MOST = 1000;

/** Deleting what is not there succeeds. */
export const deleteObject: S3Operation<'DeleteObject'> = async (input, call) => {
  refuseUnsupported(input);
  const pieces = call.transaction(() => {
    findBucket(call, input);
    const object = call.tables.objects.get(input.Bucket, input.Key);
    if (!isExpected(object, { ...input, Size: input.IfMatchSize, Time: input.IfMatchLastModifiedTime })) {
      throw preconditionFailed('If-Match');
    }
    call.tables.objects.delete(input.Bucket, input.Key);
    return object?.pieces ?? [];
  });
  await call.blobs.remove(pieces);
  return {};
};

export const deleteObjects: S3Operation<'DeleteObjects'> = async (input, call) => {
  refuseUnsupported(input);
  const { Objects, Quiet } = input.Delete;
  if (Objects.length === 0 || Objects.length > MOST) throw malformedXml();
  const removed: Piece[] = [];
  const answer = call.transaction((): DeleteObjectsOutput => {
    findBucket(call, input);
    const Deleted: NonNullable<DeleteObjectsOutput['Deleted']> = [];
    const Errors: NonNullable<DeleteObjectsOutput['Errors']> = [];
    for (const { Key, VersionId, ETag, LastModifiedTime, Size } of Objects) {
      const object = call.tables.objects.get(input.Bucket, Key);
      if (VersionId !== undefined && VersionId !== 'null') {
        Errors.push({
          Key,
          VersionId,
          Code: 'NoSuchVersion',
          Message: 'The specified version does not exist.',
        });
      } else if (!isExpected(object, { IfMatch: ETag, Size, Time: LastModifiedTime })) {
        const { code: Code, message: Message } = preconditionFailed('If-Match');
        Errors.push({ Key, Code, Message });
      } else {
        call.tables.objects.delete(input.Bucket, Key);
        removed.push(...(object?.pieces ?? []));
        Deleted.push({ Key });
      }
    }
    return { ...(Quiet !== true && { Deleted }), Errors };
  });
  await call.blobs.remove(removed);
  return answer;
};

interface Expected {
  readonly IfMatch?: string | undefined;
  readonly Size?: number | undefined;
  readonly Time?: number | undefined;
}

function isExpected(object: ObjectRecord | undefined, { IfMatch, Size, Time }: Expected): boolean {
  if (IfMatch === undefined && Size === undefined && Time === undefined) return true;
  if (object === undefined) return false;
  return (
    (IfMatch === undefined ||
      IfMatch === '*' ||
      IfMatch.replaceAll('"', '') === object.etag.replaceAll('"', '')) &&
    (Size === undefined || Size === object.size) &&
    (Time === undefined || Math.floor(Time) === seconds(object.modifiedAt))
  );
}

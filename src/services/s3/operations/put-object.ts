import { grantsAsked } from '../model/acl.ts';
import { encryptionMembers, encryptionOf } from '../model/encryption.ts';
import { announce } from '../model/events.ts';
import { expirationMember } from '../model/expiration.ts';
import { addVersion, newVersionMember, type Placed } from '../model/versions.ts';
import { checksumMembers } from '../model/checksums.ts';
import { findBucket } from '../model/buckets.ts';
import { type Conditions, checkBeforeWriting } from '../model/conditions.ts';
import { checkKey, headersOf } from '../model/objects.ts';
import type { ObjectRecord } from '../model/tables.ts';
import { tagsInHeader } from '../model/tags.ts';
import { refuseUnsupported } from '../model/unsupported.ts';
import { entityTooLarge, missingLength } from '../errors.ts';
import { isRequestBody } from '../../../aws/request-body.ts';
import { seconds, type S3Call, type S3Operation } from '../operation.ts';
import { receive } from '../storage/receive.ts';

const LARGEST = 5 * 1024 ** 3;

/** The object is there, whole, once it is acknowledged; what fails before leaves the one of before. */
export const putObject: S3Operation<'PutObject'> = async (input, call) => {
  refuseUnsupported(input);
  const bucket = findBucket(call, input);
  checkKey(input.Key);
  const described = {
    ...headersOf(input),
    ...encryptionOf(call, bucket, input),
    ...grantsAsked(bucket, call.account, input),
    tags: tagsInHeader(input.Tagging),
  };
  checkBeforeWriting(call.tables.objects.get(input.Bucket, input.Key), input, input.Key);
  checkLength(input.Body);
  const { piece, md5, checksum } = await receive(call.blobs, input);
  const object: ObjectRecord = {
    ...described,
    bucket: input.Bucket,
    key: input.Key,
    size: piece.size,
    etag: `"${md5}"`,
    modifiedAt: seconds(call.now()) * 1000,
    pieces: [piece],
    isMultipart: false,
    checksum,
  };
  const placed = await place(call, object, input, 'PutObject');
  return {
    ETag: placed.etag,
    ...encryptionMembers(placed),
    ...checksumMembers(checksum),
    ...newVersionMember(placed),
    ...expirationMember(bucket, placed),
  };
};

export function checkLength(body: AsyncIterable<Uint8Array> | undefined): void {
  if (body === undefined || !isRequestBody(body)) return;
  if (body.length === undefined) throw missingLength();
  if (body.length > LARGEST) throw entityTooLarge(body.length, LARGEST);
}

/**
 * Puts an object in its place, if that is still as expected, and lets go of the bytes that nobody has any more.
 * Without success its own bytes go.
 */
export async function place(
  call: S3Call,
  object: ObjectRecord,
  conditions: Conditions,
  reason: string,
): Promise<ObjectRecord> {
  const { blobs, tables, transaction } = call;
  const { bucket: Bucket, key } = object;
  const placing = (): Placed => {
    const bucket = findBucket(call, { Bucket });
    checkBeforeWriting(tables.objects.get(Bucket, key), conditions, key);
    const placed = addVersion(call, bucket, object);
    announce(call, bucket, { detailType: 'Object Created', key, version: placed.object, reason });
    return placed;
  };
  let placed: Placed;
  try {
    placed = transaction(placing);
  } catch (error) {
    await blobs.remove(object.pieces);
    throw error;
  }
  await blobs.remove(placed.removed);
  return placed.object;
}

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
  findBucket(call, input);
  checkKey(input.Key);
  const headers = headersOf(input);
  const tags = tagsInHeader(input.Tagging);
  checkBeforeWriting(call.tables.objects.get(input.Bucket, input.Key), input);
  checkLength(input.Body);
  const { piece, md5, checksum } = await receive(call.blobs, input);
  const object: ObjectRecord = {
    ...headers,
    bucket: input.Bucket,
    key: input.Key,
    size: piece.size,
    etag: `"${md5}"`,
    modifiedAt: seconds(call.now()) * 1000,
    pieces: [piece],
    isMultipart: false,
    ...(checksum && { checksum }),
    tags,
  };
  await place(call, object, input);
  return { ETag: object.etag, ServerSideEncryption: 'AES256', ...checksumMembers(checksum) };
};

function checkLength(body: AsyncIterable<Uint8Array> | undefined): void {
  if (body === undefined || !isRequestBody(body)) return;
  if (body.length === undefined) throw missingLength();
  if (body.length > LARGEST) throw entityTooLarge(body.length, LARGEST);
}

/**
 * Puts an object in its place, if that is still as expected, and lets go of the bytes that were there.
 * Without success its own bytes go.
 */
export async function place(call: S3Call, object: ObjectRecord, conditions: Conditions): Promise<void> {
  const { blobs, tables, transaction } = call;
  let before: ObjectRecord | undefined;
  try {
    transaction(() => {
      findBucket(call, { Bucket: object.bucket });
      before = tables.objects.get(object.bucket, object.key);
      checkBeforeWriting(before, conditions);
      tables.objects.put(object);
    });
  } catch (error) {
    await blobs.remove(object.pieces);
    throw error;
  }
  if (before !== undefined) await blobs.remove(before.pieces);
}

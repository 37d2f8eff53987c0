import { copyTooLarge, invalidArgument } from '../errors.ts';
import { findBucket } from '../model/buckets.ts';
import { checksumMembers } from '../model/checksums.ts';
import { checkSource } from '../model/conditions.ts';
import { readCopySource } from '../model/copy-source.ts';
import { encryptionMembers } from '../model/encryption.ts';
import { isStorageClass } from '../model/objects.ts';
import { readRange } from '../model/range.ts';
import type { PartRecord, UploadRecord } from '../model/tables.ts';
import { refuseUnsupported } from '../model/unsupported.ts';
import { versionMember } from '../model/versions.ts';
import { findUpload } from '../model/uploads.ts';
import { ownerOf, seconds, type S3Call, type S3Operation } from '../operation.ts';
import { receive, type Received } from '../storage/receive.ts';
import { expectedOwner, findSource, sourceConditions } from './copy-object.ts';
import { checkLength } from './put-object.ts';
import { bytesOf } from './get-object.ts';

export const uploadPart: S3Operation<'UploadPart'> = async (input, call) => {
  refuseUnsupported(input);
  findBucket(call, input);
  checkNumber(input.PartNumber);
  const upload = findUpload(call, input);
  checkLength(input.Body);
  const received = await receive(call.blobs, input, upload.checksumAlgorithm);
  await keep(call, upload, input.PartNumber, received);
  const { checksum, md5 } = received;
  const { ChecksumType: _type, ...members } = checksumMembers(checksum);
  return { ETag: `"${md5}"`, ...encryptionMembers(upload), ...members };
};

/** A part out of an object that is there already. */
export const uploadPartCopy: S3Operation<'UploadPartCopy'> = async (input, call) => {
  refuseUnsupported(input);
  findBucket(call, input);
  checkNumber(input.PartNumber);
  const upload = findUpload(call, input);
  const from = readCopySource(input.CopySource);
  const sourceBucket = findBucket(call, { ...from, ...expectedOwner(input) });
  const source = findSource(call, from);
  checkSource(source, sourceConditions(input));
  const range = readRange(input.CopySourceRange, source.size);
  if (input.CopySourceRange !== undefined && range === undefined) {
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
    );
  }
  const { start, end } = range ?? { start: 0, end: source.size - 1 };
  if (end - start + 1 > LARGEST_COPY) {
    throw copyTooLarge(LARGEST_COPY);
  }
  const { VersionId: CopySourceVersionId } = versionMember(sourceBucket, source);
  const received = await receive(
    call.blobs,
    { Body: bytesOf(call, source, start, end) },
    upload.checksumAlgorithm,
  );
  const part = await keep(call, upload, input.PartNumber, received);
  const { ChecksumType: _type, ...members } = checksumMembers(received.checksum);
  return {
    CopyPartResult: { ETag: `"${received.md5}"`, LastModified: seconds(part.modifiedAt), ...members },
    ...encryptionMembers(upload),
    ...(CopySourceVersionId !== undefined && { CopySourceVersionId }),
  };
};

const LARGEST_COPY = 5 * 1024 ** 3;

export const listParts: S3Operation<'ListParts'> = (input, call) => {
  const { MaxParts = 1000, PartNumberMarker = '0' } = input;
  const bucket = findBucket(call, input);
  const upload = findUpload(call, input);
  if (!/^\d{1,9}$/.test(PartNumberMarker)) {
    throw invalidArgument('Argument part-number-marker must be an integer between 0 and 2147483647');
  }
  const limit = Math.min(Math.max(MaxParts, 0), 1000);
  const found = call.tables.parts.select({
    where: { upload: upload.id },
    orderBy: ['number'],
    after: [Number(PartNumberMarker)],
    limit: limit + 1,
  });
  const parts = found.slice(0, limit);
  const last = parts.at(-1)?.number;
  return {
    Bucket: upload.bucket,
    Key: upload.key,
    UploadId: upload.id,
    PartNumberMarker,
    ...(last !== undefined && { NextPartNumberMarker: String(last) }),
    MaxParts: limit,
    IsTruncated: found.length > limit,
    Parts: parts.map(({ number, piece, md5, checksum, modifiedAt }) => {
      const { ChecksumType: _type, ...members } = checksumMembers(checksum);
      return {
        PartNumber: number,
        LastModified: seconds(modifiedAt),
        ETag: `"${md5}"`,
        Size: piece.size,
        ...members,
      };
    }),
    Initiator: ownerOf(bucket.account),
    Owner: ownerOf(bucket.account),
    ...(isStorageClass(upload.storageClass) && { StorageClass: upload.storageClass }),
    ...(upload.checksumAlgorithm !== undefined && { ChecksumAlgorithm: upload.checksumAlgorithm }),
    ...(upload.checksumType !== undefined && { ChecksumType: upload.checksumType }),
  };
};

const MOST_PARTS = 10_000;

function checkNumber(number: number): void {
  if (number >= 1 && number <= MOST_PARTS) return;
  throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive');
}

/** A part that comes again takes the place of the one of before. */
async function keep(
  call: S3Call,
  upload: UploadRecord,
  number: number,
  { piece, md5, checksum }: Received,
): Promise<PartRecord> {
  const { blobs, tables, transaction } = call;
  const part: PartRecord = {
    upload: upload.id,
    number,
    piece,
    md5,
    ...(checksum && { checksum }),
    modifiedAt: seconds(call.now()) * 1000,
  };
  let before: PartRecord | undefined;
  try {
    transaction(() => {
      findUpload(call, { Bucket: upload.bucket, Key: upload.key, UploadId: upload.id });
      before = tables.parts.get(upload.id, number);
      tables.parts.put(part);
    });
  } catch (error) {
    await blobs.remove([piece]);
    throw error;
  }
  if (before !== undefined) await blobs.remove([before.piece]);
  return part;
}

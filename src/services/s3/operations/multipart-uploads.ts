import {
  badChecksum,
  invalidRequest,
  otherChecksum,
  otherChecksumType,
  preconditionFailed,
} from '../errors.ts';
import { findBucket } from '../model/buckets.ts';
import {
  checksumAlgorithm,
  checksumMembers,
  type ChecksumAlgorithm,
  type ChecksumType,
  crcOf,
  givenChecksum,
} from '../model/checksums.ts';
import { checkBeforeWriting } from '../model/conditions.ts';
import { encryptionMembers, encryptionOf } from '../model/encryption.ts';
import { announce } from '../model/events.ts';
import { expirationMember } from '../model/expiration.ts';
import { grantsAsked } from '../model/acl.ts';
import { addVersion, newVersionMember } from '../model/versions.ts';
import { checkKey, headersOf } from '../model/objects.ts';
import type { ObjectRecord, UploadRecord } from '../model/tables.ts';
import { tagsInHeader } from '../model/tags.ts';
import { refuseUnsupported } from '../model/unsupported.ts';
import { chosenParts, findUpload, forgetUpload, multipartChecksum, multipartEtag } from '../model/uploads.ts';
import { seconds, type S3Call, type S3Operation } from '../operation.ts';

export const createMultipartUpload: S3Operation<'CreateMultipartUpload'> = (input, call) => {
  refuseUnsupported(input);
  const bucket = findBucket(call, input);
  checkKey(input.Key);
  const algorithm = checksumAlgorithm(input.ChecksumAlgorithm);
  const type = checksumType(algorithm, input.ChecksumType);
  const upload: UploadRecord = {
    ...headersOf(input),
    bucket: input.Bucket,
    key: input.Key,
    id: newUploadId(call),
    startedAt: seconds(call.now()) * 1000,
    tags: tagsInHeader(input.Tagging),
    ...(algorithm !== undefined && { checksumAlgorithm: algorithm }),
    ...(type !== undefined && { checksumType: type }),
    ...encryptionOf(call, bucket, input),
    ...grantsAsked(bucket, call.account, input),
  };
  call.tables.uploads.put(upload);
  return {
    Bucket: upload.bucket,
    Key: upload.key,
    UploadId: upload.id,
    ...encryptionMembers(upload),
    ...(algorithm !== undefined && { ChecksumAlgorithm: algorithm }),
    ...(type !== undefined && { ChecksumType: type }),
  };
};

/** Uploads of a key are listed in the order in which they were begun: their ids sort by time. */
function newUploadId({ ids, now }: S3Call): string {
  const time = now().toString(16).padStart(12, '0');
  return time + Buffer.from(ids.hex(96), 'hex').toString('base64url').replaceAll('-', '.');
}

/** CRC64NVME is always of the whole, a SHA never. */
function checksumType(
  algorithm: ChecksumAlgorithm | undefined,
  asked: ChecksumType | undefined,
): ChecksumType | undefined {
  if (algorithm === undefined) {
    if (asked === undefined) return undefined;
    throw invalidRequest(
      'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    );
  }
  const type = asked ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE');
  const isPossible = type === 'FULL_OBJECT' ? crcOf(algorithm) !== undefined : algorithm !== 'CRC64NVME';
  if (isPossible) return type;
  throw invalidRequest(
    `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
  );
}

/** The object is made of the parts as they lie: no byte is moved. */
export const completeMultipartUpload: S3Operation<'CompleteMultipartUpload'> = async (input, call) => {
  refuseUnsupported(input);
  const bucket = findBucket(call, input);
  const upload = findUpload(call, input);
  const parts = chosenParts(call, upload, input.MultipartUpload?.Parts ?? []);
  const size = parts.reduce((sum, { piece }) => sum + piece.size, 0);
  if (input.MpuObjectSize !== undefined && input.MpuObjectSize !== size) {
    throw invalidRequest('The provided x-amz-mp-object-size header does not match what was computed');
  }
  if (input.ChecksumType !== undefined && input.ChecksumType !== upload.checksumType) {
    throw otherChecksumType(upload.checksumType);
  }
  const checksum = multipartChecksum(parts, upload);
  const given = givenChecksum({ ...input });
  if (given !== undefined && checksum !== undefined) {
    if (given.algorithm !== checksum.algorithm)
      throw otherChecksum(upload.checksumAlgorithm, given.algorithm);
    if (bare(given.value) !== bare(checksum.value)) throw badChecksum(given.algorithm);
  }
  const { id: _id, startedAt: _startedAt, checksumAlgorithm: _a, checksumType: _t, ...described } = upload;
  const object: ObjectRecord = {
    ...described,
    size,
    etag: multipartEtag(parts),
    modifiedAt: seconds(call.now()) * 1000,
    pieces: parts.map((part) => ({ ...part.piece, ...(part.checksum && { checksum: part.checksum.value }) })),
    isMultipart: true,
    ...(checksum && { checksum }),
  };
  const { placed, removed } = call.transaction(() => {
    checkBeforeWriting(call.tables.objects.get(object.bucket, object.key), input, object.key);
    const unused = forgetUpload(call, upload).filter(
      (part) => !parts.some(({ number }) => number === part.number),
    );
    const done = addVersion(call, bucket, object);
    const reason = 'CompleteMultipartUpload';
    announce(call, bucket, { detailType: 'Object Created', key: object.key, version: done.object, reason });
    return { placed: done.object, removed: [...unused.map(({ piece }) => piece), ...done.removed] };
  });
  await call.blobs.remove(removed);
  return {
    Location: `https://${upload.bucket}.s3.${call.region}.amazonaws.com/${encodeURIComponent(upload.key)}`,
    Bucket: upload.bucket,
    Key: upload.key,
    ETag: object.etag,
    ...encryptionMembers(object),
    ...checksumMembers(checksum),
    ...newVersionMember(placed),
    ...expirationMember(bucket, placed),
  };
};

const bare = (value: string): string => value.replace(/-\d+$/, '');

export const abortMultipartUpload: S3Operation<'AbortMultipartUpload'> = async (input, call) => {
  refuseUnsupported(input);
  findBucket(call, input);
  const parts = call.transaction(() => {
    const upload = findUpload(call, input);
    const { IfMatchInitiatedTime: wanted } = input;
    if (wanted !== undefined && Math.floor(wanted) !== seconds(upload.startedAt)) {
      throw preconditionFailed('If-Match');
    }
    return forgetUpload(call, upload);
  });
  await call.blobs.remove(parts.map(({ piece }) => piece));
  return {};
};

import { badChecksum, invalidArgument, invalidRequest } from '../errors.ts';
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
import { listKeys } from '../model/listing.ts';
import { checkKey, headersOf, isStorageClass } from '../model/objects.ts';
import type { ObjectRecord, UploadRecord } from '../model/tables.ts';
import { tagsInHeader } from '../model/tags.ts';
import { refuseUnsupported } from '../model/unsupported.ts';
import { chosenParts, findUpload, multipartChecksum, multipartEtag } from '../model/uploads.ts';
import { ownerOf, seconds, type S3Call, type S3Operation } from '../operation.ts';

export const createMultipartUpload: S3Operation<'CreateMultipartUpload'> = (input, call) => {
  refuseUnsupported(input);
  findBucket(call, input);
  checkKey(input.Key);
  const algorithm = checksumAlgorithm(input.ChecksumAlgorithm);
  const type = checksumType(algorithm, input.ChecksumType);
  const upload: UploadRecord = {
    ...headersOf(input),
    bucket: input.Bucket,
    key: input.Key,
    id: Buffer.from(call.ids.hex(96), 'hex').toString('base64url'),
    startedAt: seconds(call.now()) * 1000,
    tags: tagsInHeader(input.Tagging),
    ...(algorithm !== undefined && { checksumAlgorithm: algorithm }),
    ...(type !== undefined && { checksumType: type }),
  };
  call.tables.uploads.put(upload);
  return {
    Bucket: upload.bucket,
    Key: upload.key,
    UploadId: upload.id,
    ServerSideEncryption: 'AES256',
    ...(algorithm !== undefined && { ChecksumAlgorithm: algorithm }),
    ...(type !== undefined && { ChecksumType: type }),
  };
};

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
  const { blobs, tables, transaction } = call;
  findBucket(call, input);
  const upload = findUpload(call, input);
  const parts = chosenParts(call, upload, input.MultipartUpload?.Parts ?? []);
  const size = parts.reduce((sum, { piece }) => sum + piece.size, 0);
  if (input.MpuObjectSize !== undefined && input.MpuObjectSize !== size) {
    throw invalidRequest('The provided x-amz-mp-object-size header does not match what was computed');
  }
  const checksum = multipartChecksum(parts, upload);
  const given = givenChecksum({ ...input });
  if (given !== undefined && checksum !== undefined && bare(given.value) !== bare(checksum.value)) {
    throw badChecksum(given.algorithm);
  }
  const { id: _id, startedAt: _startedAt, checksumAlgorithm: _a, checksumType: _t, ...described } = upload;
  const object: ObjectRecord = {
    ...described,
    size,
    etag: multipartEtag(parts),
    modifiedAt: seconds(call.now()) * 1000,
    pieces: parts.map(({ piece }) => piece),
    isMultipart: true,
    ...(checksum && { checksum }),
  };
  const replaced = transaction(() => {
    const before = tables.objects.get(object.bucket, object.key);
    checkBeforeWriting(before, input);
    const all = tables.parts.select({ where: { upload: upload.id } });
    forget(call, upload);
    tables.objects.put(object);
    const unused = all.filter((part) => !parts.some(({ number }) => number === part.number));
    return [...unused.map(({ piece }) => piece), ...(before?.pieces ?? [])];
  });
  await blobs.remove(replaced);
  return {
    Location: `https://${upload.bucket}.s3.${call.region}.amazonaws.com/${encodeURIComponent(upload.key)}`,
    Bucket: upload.bucket,
    Key: upload.key,
    ETag: object.etag,
    ServerSideEncryption: 'AES256',
    ...checksumMembers(checksum),
  };
};

const bare = (value: string): string => value.replace(/-\d+$/, '');

export const abortMultipartUpload: S3Operation<'AbortMultipartUpload'> = async (input, call) => {
  refuseUnsupported(input);
  findBucket(call, input);
  const parts = call.transaction(() => {
    const upload = findUpload(call, input);
    const all = call.tables.parts.select({ where: { upload: upload.id } });
    forget(call, upload);
    return all;
  });
  await call.blobs.remove(parts.map(({ piece }) => piece));
  return {};
};

function forget({ tables }: S3Call, { bucket, key, id }: UploadRecord): void {
  for (const { number } of tables.parts.select({ where: { upload: id } })) tables.parts.delete(id, number);
  tables.uploads.delete(bucket, key, id);
}

export const listMultipartUploads: S3Operation<'ListMultipartUploads'> = (input, call) => {
  const { Prefix = '', Delimiter = '', KeyMarker = '', MaxUploads = 1000, UploadIdMarker } = input;
  const bucket = findBucket(call, input);
  if (MaxUploads < 0)
    throw invalidArgument('Argument max-uploads must be an integer between 0 and 2147483647');
  if (UploadIdMarker !== undefined && KeyMarker === '') {
    throw invalidArgument('A key-marker must be specified when upload-id-marker is specified.');
  }
  const limit = Math.min(MaxUploads, 1000);
  const listing = listKeys(call.tables.uploads, {
    bucket: bucket.name,
    prefix: Prefix,
    delimiter: Delimiter,
    after: KeyMarker,
    limit,
  });
  return {
    Bucket: bucket.name,
    KeyMarker,
    Prefix,
    ...(Delimiter !== '' && { Delimiter }),
    MaxUploads: limit,
    IsTruncated: listing.next !== undefined,
    ...(listing.next !== undefined && {
      NextKeyMarker: listing.next,
      NextUploadIdMarker: listing.rows.at(-1)?.id ?? '',
    }),
    Uploads: listing.rows.map((upload) => ({
      Key: upload.key,
      UploadId: upload.id,
      Initiated: seconds(upload.startedAt),
      ...(isStorageClass(upload.storageClass) && { StorageClass: upload.storageClass }),
      Owner: ownerOf(bucket.account),
      Initiator: ownerOf(bucket.account),
      ...(upload.checksumAlgorithm !== undefined && { ChecksumAlgorithm: upload.checksumAlgorithm }),
      ...(upload.checksumType !== undefined && { ChecksumType: upload.checksumType }),
    })),
    CommonPrefixes: listing.commonPrefixes.map((prefix) => ({ Prefix: prefix })),
  };
};

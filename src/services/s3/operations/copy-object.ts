import type { CopyObjectRequest } from '../../../aws/contract/s3.types.gen.ts';
import { copyToItself } from '../errors.ts';
import { findBucket } from '../model/buckets.ts';
import { checksumAlgorithm, checksumMembers, startDigest, type Checksum } from '../model/checksums.ts';
import { checkSource } from '../model/conditions.ts';
import { readCopySource } from '../model/copy-source.ts';
import { checkKey, findObject, headersOf } from '../model/objects.ts';
import type { ObjectHeaders, ObjectRecord, Piece } from '../model/tables.ts';
import { tagsInHeader } from '../model/tags.ts';
import { refuseUnsupported } from '../model/unsupported.ts';
import { seconds, type S3Call, type S3Operation } from '../operation.ts';
import { bytesOf } from './get-object.ts';
import { place } from './put-object.ts';

/** No byte is copied where the file system has links. */
export const copyObject: S3Operation<'CopyObject'> = async (input, call) => {
  refuseUnsupported(input);
  findBucket(call, input);
  checkKey(input.Key);
  const from = readCopySource(input.CopySource);
  findBucket(call, { ...from, ...expectedOwner(input) });
  const source = findObject(call, from);
  checkSource(source, sourceConditions(input));
  const isReplaced = input.MetadataDirective === 'REPLACE';
  const isSame = from.Bucket === input.Bucket && from.Key === input.Key;
  if (isSame && !isReplaced && (input.StorageClass ?? source.storageClass) === source.storageClass) {
    throw copyToItself();
  }
  const checksum = await checksumOfCopy(call, source, input.ChecksumAlgorithm);
  const object: ObjectRecord = {
    ...copiedHeaders(source, input, isReplaced),
    bucket: input.Bucket,
    key: input.Key,
    size: source.size,
    etag: source.etag,
    modifiedAt: seconds(call.now()) * 1000,
    pieces: await duplicates(call, source.pieces),
    isMultipart: source.isMultipart,
    ...(checksum && { checksum }),
    tags: input.TaggingDirective === 'REPLACE' ? tagsInHeader(input.Tagging) : source.tags,
  };
  await place(call, object, input);
  return {
    CopyObjectResult: {
      ETag: object.etag,
      LastModified: seconds(object.modifiedAt),
      ...checksumMembers(checksum),
    },
    ServerSideEncryption: 'AES256',
  };
};

const expectedOwner = ({ ExpectedSourceBucketOwner: owner }: CopyObjectRequest): object =>
  owner === undefined ? {} : { ExpectedBucketOwner: owner };

/** The conditions on a source that CopyObject and UploadPartCopy have. */
export function sourceConditions(
  input: Pick<
    CopyObjectRequest,
    | 'CopySourceIfMatch'
    | 'CopySourceIfNoneMatch'
    | 'CopySourceIfModifiedSince'
    | 'CopySourceIfUnmodifiedSince'
  >,
): Parameters<typeof checkSource>[1] {
  return {
    IfMatch: input.CopySourceIfMatch,
    IfNoneMatch: input.CopySourceIfNoneMatch,
    IfModifiedSince: input.CopySourceIfModifiedSince,
    IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
  };
}

function copiedHeaders(source: ObjectRecord, input: CopyObjectRequest, isReplaced: boolean): ObjectHeaders {
  if (isReplaced) return headersOf(input);
  const { cacheControl, contentDisposition, contentEncoding, contentLanguage, contentType, expires } = source;
  return {
    ...(contentType !== undefined && { contentType }),
    ...(cacheControl !== undefined && { cacheControl }),
    ...(contentDisposition !== undefined && { contentDisposition }),
    ...(contentEncoding !== undefined && { contentEncoding }),
    ...(contentLanguage !== undefined && { contentLanguage }),
    ...(expires !== undefined && { expires }),
    metadata: source.metadata,
    storageClass: input.StorageClass ?? 'STANDARD',
  };
}

async function duplicates({ blobs }: S3Call, pieces: readonly Piece[]): Promise<readonly Piece[]> {
  const copies: Piece[] = [];
  for (const piece of pieces) copies.push(await blobs.duplicate(piece));
  return copies;
}

/** The source's own, unless another is asked for. */
async function checksumOfCopy(
  call: S3Call,
  source: ObjectRecord,
  asked: string | undefined,
): Promise<Checksum | undefined> {
  const algorithm = checksumAlgorithm(asked);
  if (algorithm === undefined || source.checksum?.algorithm === algorithm) return source.checksum;
  const digest = startDigest(algorithm);
  for await (const bytes of bytesOf(call, source, 0, source.size - 1)) digest.update(bytes);
  return { algorithm, value: digest.digest(), type: 'FULL_OBJECT' };
}

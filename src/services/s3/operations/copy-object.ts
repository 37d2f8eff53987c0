import type { CopyObjectRequest } from '../../../aws/contract/s3.types.gen.ts';
import { copyOfMarker, copyToItself, copyTooLarge, invalidObjectState } from '../errors.ts';
import { grantsAsked } from '../model/acl.ts';
import { isArchived } from '../model/archive.ts';
import { findBucket } from '../model/buckets.ts';
import {
  checksumAlgorithm,
  checksumMembers,
  defaultAlgorithm,
  startDigest,
  type Checksum,
} from '../model/checksums.ts';
import { checkBeforeWriting, checkSource } from '../model/conditions.ts';
import { readCopySource } from '../model/copy-source.ts';
import { checkReadable, encryptionMembers, encryptionOf } from '../model/encryption.ts';
import { expirationMember } from '../model/expiration.ts';
import { checkKey, headersOf } from '../model/objects.ts';
import type { ObjectHeaders, ObjectRecord, Piece } from '../model/tables.ts';
import { tagsInHeader } from '../model/tags.ts';
import {
  findObject,
  findVersion,
  isMarker,
  type Named,
  newVersionMember,
  versionMember,
} from '../model/versions.ts';
import { refuseUnsupported } from '../model/unsupported.ts';
import { seconds, type S3Call, type S3Operation } from '../operation.ts';
import { bytesOf } from './get-object.ts';
import { place } from './put-object.ts';

/** No byte is copied where the file system has links. */
export const copyObject: S3Operation<'CopyObject'> = async (input, call) => {
  refuseUnsupported(input);
  const bucket = findBucket(call, input);
  checkKey(input.Key);
  const from = readCopySource(input.CopySource);
  const sourceBucket = findBucket(call, { ...from, ...expectedOwner(input) });
  const source = findSource(call, from);
  checkSource(source, sourceConditions(input));
  if (source.size > LARGEST) throw copyTooLarge(LARGEST);
  const isReplaced = input.MetadataDirective === 'REPLACE';
  const isSame = from.Bucket === input.Bucket && from.Key === input.Key && from.VersionId === undefined;
  if (isSame && !isReplaced && !changesItself(source, input)) throw copyToItself();
  const described = {
    ...copiedHeaders(source, input, isReplaced),
    ...encryptionOf(call, bucket, input),
    ...grantsAsked(bucket, call.account, input),
    tags: input.TaggingDirective === 'REPLACE' ? tagsInHeader(input.Tagging) : source.tags,
  };
  checkBeforeWriting(call.tables.objects.get(input.Bucket, input.Key), input, input.Key);
  const checksum = await checksumOfCopy(call, source, input.ChecksumAlgorithm);
  const object: ObjectRecord = {
    ...described,
    bucket: input.Bucket,
    key: input.Key,
    size: source.size,
    etag: source.etag,
    modifiedAt: seconds(call.now()) * 1000,
    pieces: await duplicates(call, source.pieces),
    isMultipart: source.isMultipart,
    checksum,
  };
  const placed = await place(call, object, input, 'CopyObject');
  const { VersionId: CopySourceVersionId } = versionMember(sourceBucket, source);
  return {
    CopyObjectResult: {
      ETag: placed.etag,
      LastModified: seconds(placed.modifiedAt),
      ...checksumMembers(checksum),
    },
    ...encryptionMembers(placed),
    ...newVersionMember(placed),
    ...(CopySourceVersionId !== undefined && { CopySourceVersionId }),
    ...expirationMember(bucket, placed),
  };
};

/** Of more, only parts can be copied. */
const LARGEST = 5 * 1024 ** 3;

const changesItself = (
  source: ObjectRecord,
  { StorageClass, ServerSideEncryption }: CopyObjectRequest,
): boolean =>
  (StorageClass ?? source.storageClass) !== source.storageClass || ServerSideEncryption !== undefined;

/** The source of a copy: it can be read, and is no delete marker. */
export function findSource(call: S3Call, from: Named): ObjectRecord {
  if (from.VersionId !== undefined) {
    const version = findVersion(call, { ...from, VersionId: from.VersionId });
    if (version !== undefined && isMarker(version)) throw copyOfMarker();
  }
  const source = findObject(call, from);
  if (isArchived(source, call.now())) throw invalidObjectState(source.storageClass);
  checkReadable(call, source);
  return source;
}

export const expectedOwner = ({
  ExpectedSourceBucketOwner: owner,
}: Pick<CopyObjectRequest, 'ExpectedSourceBucketOwner'>): { readonly ExpectedBucketOwner?: string } =>
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
  for (const piece of pieces) copies.push({ ...piece, ...(await blobs.duplicate(piece)) });
  return copies;
}

/** The source's own, unless another is asked for; one that it was put without, before there was a default, is made. */
async function checksumOfCopy(
  call: S3Call,
  source: ObjectRecord,
  asked: string | undefined,
): Promise<Checksum> {
  const algorithm = checksumAlgorithm(asked) ?? source.checksum?.algorithm ?? defaultAlgorithm;
  if (source.checksum?.algorithm === algorithm) return source.checksum;
  const digest = startDigest(algorithm);
  for await (const bytes of bytesOf(call, source, 0, source.size - 1)) digest.update(bytes);
  return { algorithm, value: digest.digest(), type: 'FULL_OBJECT' };
}

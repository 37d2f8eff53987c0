import type {
  DeleteMarkerEntry,
  ListObjectVersionsOutput,
  ObjectVersion,
} from '../../../aws/contract/s3.types.gen.ts';
import { emptyVersionMarker, invalidArgument, versionWithoutKey } from '../errors.ts';
import { restoreStatus } from '../model/archive.ts';
import { findBucket } from '../model/buckets.ts';
import { encoder, listKeys, type Tie } from '../model/listing.ts';
import { positionOf, type VersionRecord } from '../model/tables.ts';
import { findVersion, idOf, isMarker } from '../model/versions.ts';
import { ownerOf, seconds, type S3Call, type S3Operation } from '../operation.ts';

const MOST = 1000;

/** All versions of all keys, the newest of each key first; delete markers are versions too. */
export const listObjectVersions: S3Operation<'ListObjectVersions'> = (input, call) => {
  const {
    Prefix = '',
    Delimiter = '',
    KeyMarker = '',
    VersionIdMarker,
    MaxKeys = MOST,
    EncodingType,
  } = input;
  const bucket = findBucket(call, input);
  if (MaxKeys < 0) throw invalidArgument('Argument max-keys must be an integer between 0 and 2147483647');
  if (VersionIdMarker !== undefined) {
    if (KeyMarker === '') throw versionWithoutKey(VersionIdMarker);
    if (VersionIdMarker === '') throw emptyVersionMarker();
  }
  const listing = listKeys(
    call.tables.allVersions,
    {
      bucket: bucket.name,
      prefix: Prefix,
      delimiter: Delimiter,
      after: KeyMarker,
      limit: Math.min(MaxKeys, MOST),
    },
    tieAfter(call, bucket.name, KeyMarker, VersionIdMarker),
  );
  const encode = encoder(EncodingType);
  const withRestore = input.OptionalObjectAttributes?.includes('RestoreStatus') === true;
  const last = listing.rows.at(-1);
  const Owner = ownerOf(bucket.account);
  const told = listing.rows.map((version) => {
    const { key, modifiedAt } = version;
    const IsLatest = isNewest(call, version);
    return {
      version,
      entry: {
        Key: encode(key),
        VersionId: idOf(version),
        IsLatest,
        LastModified: seconds(modifiedAt),
        Owner,
      },
    };
  });
  return {
    Name: bucket.name,
    Prefix: encode(Prefix),
    ...(Delimiter !== '' && { Delimiter: encode(Delimiter) }),
    MaxKeys,
    KeyMarker: encode(KeyMarker),
    VersionIdMarker: VersionIdMarker ?? '',
    ...(EncodingType !== undefined && { EncodingType }),
    IsTruncated: listing.next !== undefined,
    ...(listing.next !== undefined && {
      NextKeyMarker: encode(listing.next),
      // A common prefix has no version.
      ...(last?.key === listing.next && { NextVersionIdMarker: idOf(last) }),
    }),
    Versions: told.flatMap(({ version, entry }) => versionEntry(version, entry, withRestore)),
    DeleteMarkers: told.flatMap(({ version, entry }) => (isMarker(version) ? [entry] : [])),
    CommonPrefixes: listing.commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  } satisfies ListObjectVersionsOutput;
};

function versionEntry(
  version: VersionRecord,
  entry: DeleteMarkerEntry,
  withRestore: boolean,
): readonly ObjectVersion[] {
  if (isMarker(version)) return [];
  const { etag, size, checksum, storageClass } = version;
  return [
    {
      ...entry,
      ETag: etag,
      Size: size,
      ...(checksum && { ChecksumAlgorithm: [checksum.algorithm], ChecksumType: checksum.type }),
      ...(isVersionClass(storageClass) && { StorageClass: storageClass }),
      ...(withRestore && restoreStatus(version)),
    },
  ];
}

/** The model knows but one class of versions; Amazon S3 tells them all. */
function isVersionClass(text: string): text is NonNullable<ObjectVersion['StorageClass']> {
  return text !== '';
}

/** A current object is; so is the first of the others where there is none. */
function isNewest({ tables }: S3Call, version: VersionRecord): boolean {
  const { bucket, key } = version;
  const current = tables.objects.get(bucket, key);
  if (current !== undefined) return idOf(current) === idOf(version);
  const [first] = tables.versions.select({ where: { bucket, key }, limit: 1 });
  return first !== undefined && idOf(first) === idOf(version);
}

/** Where a page begins within a key: behind a version, which need not be there any more. */
function tieAfter(
  call: S3Call,
  Bucket: string,
  Key: string,
  VersionId: string | undefined,
): Tie<VersionRecord> {
  const tie: Tie<VersionRecord> = { column: 'position', of: positionOf, last: Number.MAX_SAFE_INTEGER };
  if (VersionId === undefined) return tie;
  const version = findVersion(call, { Bucket, Key, VersionId });
  return version === undefined ? tie : { ...tie, after: positionOf(version) };
}

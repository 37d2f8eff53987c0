import type { GetObjectOutput } from '../../../aws/contract/s3.types.gen.ts';
import { keyTooLong, metadataTooLarge } from '../errors.ts';
import { seconds } from '../operation.ts';
import { restoreMember } from './archive.ts';
import { checksumMembers } from './checksums.ts';
import { expirationMember } from './expiration.ts';
import { encryptionMembers } from './encryption.ts';
import type { BucketRecord, ObjectHeaders, ObjectRecord } from './tables.ts';
import { versionMember } from './versions.ts';

const LONGEST_KEY = 1024;

export function checkKey(key: string): void {
  const size = Buffer.byteLength(key);
  if (size > LONGEST_KEY) throw keyTooLong(size);
}

/** The members of a request that describe an object. */
export interface GivenHeaders {
  readonly ContentType?: string;
  readonly CacheControl?: string;
  readonly ContentDisposition?: string;
  readonly ContentEncoding?: string;
  readonly ContentLanguage?: string;
  readonly Expires?: number;
  readonly Metadata?: Readonly<Record<string, string>>;
  readonly StorageClass?: string;
}

const MOST_METADATA = 2048;

/** Throws MetadataTooLarge. */
export function headersOf(given: GivenHeaders): ObjectHeaders {
  const { CacheControl, ContentDisposition, ContentLanguage, Expires, Metadata = {} } = given;
  const size = Object.entries(Metadata).reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (size > MOST_METADATA) throw metadataTooLarge(size);
  const encoding = storedEncoding(given.ContentEncoding);
  return {
    contentType: given.ContentType ?? 'binary/octet-stream',
    ...(CacheControl !== undefined && { cacheControl: CacheControl }),
    ...(ContentDisposition !== undefined && { contentDisposition: ContentDisposition }),
    ...(encoding !== undefined && { contentEncoding: encoding }),
    ...(ContentLanguage !== undefined && { contentLanguage: ContentLanguage }),
    ...(Expires !== undefined && { expires: Expires }),
    metadata: Metadata,
    storageClass: given.StorageClass ?? 'STANDARD',
  };
}

/** How the request was encoded for the way is not kept. */
function storedEncoding(encoding: string | undefined): string | undefined {
  const codings = encoding?.split(',').map((coding) => coding.trim());
  const kept = codings?.filter((coding) => coding !== 'aws-chunked' && coding !== '').join(',');
  return kept === '' ? undefined : kept;
}

/** The headers of GetObject and HeadObject. */
export function describeObject(
  bucket: BucketRecord,
  object: ObjectRecord,
  withChecksum: boolean,
): GetObjectOutput {
  const { cacheControl, contentDisposition, contentEncoding, contentLanguage, contentType, expires } = object;
  return {
    AcceptRanges: 'bytes',
    LastModified: seconds(object.modifiedAt),
    ContentLength: object.size,
    ETag: object.etag,
    ...(contentType !== undefined && { ContentType: contentType }),
    ...(cacheControl !== undefined && { CacheControl: cacheControl }),
    ...(contentDisposition !== undefined && { ContentDisposition: contentDisposition }),
    ...(contentEncoding !== undefined && { ContentEncoding: contentEncoding }),
    ...(contentLanguage !== undefined && { ContentLanguage: contentLanguage }),
    ...(expires !== undefined && { Expires: expires }),
    Metadata: { ...object.metadata },
    ...encryptionMembers(object),
    ...restoreMember(object),
    ...versionMember(bucket, object),
    ...expirationMember(bucket, object),
    ...(withChecksum && checksumMembers(object.checksum)),
    ...(object.tags.length > 0 && { TagCount: object.tags.length }),
    ...storageClassMember(object),
  };
}

/** STANDARD is not told. */
function storageClassMember({ storageClass }: ObjectHeaders): Pick<GetObjectOutput, 'StorageClass'> {
  return isStorageClass(storageClass) && storageClass !== 'STANDARD' ? { StorageClass: storageClass } : {};
}

type StorageClass = NonNullable<GetObjectOutput['StorageClass']>;

/** The contract let no other in. */
export function isStorageClass(text: string): text is StorageClass {
  return text !== '';
}

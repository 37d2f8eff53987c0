import { invalidArgument } from '../errors.ts';
import { findBucket } from '../model/buckets.ts';
import { encoder, listKeys } from '../model/listing.ts';
import { isStorageClass } from '../model/objects.ts';
import type { UploadRecord } from '../model/tables.ts';
import { ownerOf, seconds, type S3Operation } from '../operation.ts';

export const listMultipartUploads: S3Operation<'ListMultipartUploads'> = (input, call) => {
  const {
    Prefix = '',
    Delimiter = '',
    KeyMarker = '',
    MaxUploads = 1000,
    UploadIdMarker,
    EncodingType,
  } = input;
  const bucket = findBucket(call, input);
  if (MaxUploads < 0) {
    throw invalidArgument('Argument max-uploads must be an integer between 0 and 2147483647');
  }
  const limit = Math.min(MaxUploads, 1000);
  // Without a key an upload's id says nothing, and S3 takes no notice of it.
  const after =
    KeyMarker === '' || UploadIdMarker === undefined || UploadIdMarker === ''
      ? {}
      : { after: UploadIdMarker };
  const listing = listKeys(
    call.tables.uploads,
    { bucket: bucket.name, prefix: Prefix, delimiter: Delimiter, after: KeyMarker, limit },
    { column: 'id', of: ({ id }: UploadRecord) => id, last: '\u{10FFFF}', ...after },
  );
  const encode = encoder(EncodingType);
  const last = listing.rows.at(-1);
  const owner = ownerOf(bucket.account);
  return {
    Bucket: bucket.name,
    KeyMarker: encode(KeyMarker),
    UploadIdMarker: UploadIdMarker ?? '',
    Prefix: encode(Prefix),
    ...(Delimiter !== '' && { Delimiter: encode(Delimiter) }),
    MaxUploads: limit,
    ...(EncodingType !== undefined && { EncodingType }),
    IsTruncated: listing.next !== undefined,
    ...(listing.next !== undefined && {
      NextKeyMarker: encode(listing.next),
      // A common prefix has no upload.
      NextUploadIdMarker: last?.key === listing.next ? last.id : '',
    }),
    Uploads: listing.rows.map((upload) => ({
      Key: encode(upload.key),
      UploadId: upload.id,
      Initiated: seconds(upload.startedAt),
      ...(isStorageClass(upload.storageClass) && { StorageClass: upload.storageClass }),
      Owner: owner,
      Initiator: owner,
      ...(upload.checksumAlgorithm !== undefined && { ChecksumAlgorithm: upload.checksumAlgorithm }),
      ...(upload.checksumType !== undefined && { ChecksumType: upload.checksumType }),
    })),
    CommonPrefixes: listing.commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  };
};

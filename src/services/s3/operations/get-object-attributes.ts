import type { GetObjectAttributesOutput } from '../../../aws/contract/s3.types.gen.ts';
import { invalidArgument, invalidRequest } from '../errors.ts';
import { findBucket } from '../model/buckets.ts';
import { checksumMembers } from '../model/checksums.ts';
import { isStorageClass } from '../model/objects.ts';
import type { ObjectRecord } from '../model/tables.ts';
import { refuseUnsupported } from '../model/unsupported.ts';
import { findObject, versionMember } from '../model/versions.ts';
import { seconds, type S3Operation } from '../operation.ts';

const ATTRIBUTES: readonly string[] = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'];
const MOST_PARTS = 1000;

export const getObjectAttributes: S3Operation<'GetObjectAttributes'> = (input, call) => {
  refuseUnsupported(input);
  const bucket = findBucket(call, input);
  const object = findObject(call, input);
  const asked: readonly string[] = input.ObjectAttributes;
  if (asked.some((name) => !ATTRIBUTES.includes(name))) {
    throw invalidRequest('Invalid attribute name specified.');
  }
  const { checksum, storageClass } = object;
  return {
    ...versionMember(bucket, object),
    LastModified: seconds(object.modifiedAt),
    ...(asked.includes('ETag') && { ETag: object.etag.replaceAll('"', '') }),
    ...(asked.includes('Checksum') && checksum && { Checksum: bare(checksumMembers(checksum)) }),
    ...(asked.includes('ObjectParts') &&
      object.isMultipart && { ObjectParts: partsOf(object, input.PartNumberMarker, input.MaxParts) }),
    ...(asked.includes('StorageClass') && isStorageClass(storageClass) && { StorageClass: storageClass }),
    ...(asked.includes('ObjectSize') && { ObjectSize: object.size }),
  };
};

/** Here the number of parts is not a part of the checksum. */
function bare<Members extends Readonly<Record<string, string | undefined>>>(members: Members): Members {
  const entries = Object.entries(members).map(([name, value]) => [name, value?.replace(/-\d+$/, '')]);
  return { ...members, ...Object.fromEntries(entries) };
}

type Parts = NonNullable<GetObjectAttributesOutput['ObjectParts']>;

/** Parts are told one by one only where they came with checksums. */
function partsOf({ pieces, checksum }: ObjectRecord, marker = '0', most = MOST_PARTS): Parts {
  if (!/^\d{1,9}$/.test(marker)) {
    throw invalidArgument('Argument part-number-marker must be an integer between 0 and 2147483647');
  }
  const limit = Math.min(Math.max(most, 0), MOST_PARTS);
  const TotalPartsCount = pieces.length;
  if (checksum === undefined || pieces.some((piece) => piece.checksum === undefined))
    return { TotalPartsCount };
  const start = Number(marker);
  const page = pieces.slice(start, start + limit);
  const last = start + page.length;
  return {
    TotalPartsCount,
    PartNumberMarker: marker,
    NextPartNumberMarker: String(last),
    MaxParts: limit,
    IsTruncated: last < pieces.length,
    Parts: page.map((piece, index) => ({
      PartNumber: start + index + 1,
      Size: piece.size,
      [`Checksum${checksum.algorithm}`]: piece.checksum,
    })),
  };
}

import type { ListObjectsOutput, Object as S3Object } from '../../../aws/contract/s3.types.gen.ts';
import { invalidArgument } from '../errors.ts';
import { restoreStatus } from '../model/archive.ts';
import { findBucket } from '../model/buckets.ts';
import { encoder, type Listing, listKeys } from '../model/listing.ts';
import type { BucketRecord, ObjectRecord } from '../model/tables.ts';
import { ownerOf, seconds, type S3Call, type S3Operation } from '../operation.ts';

const MOST = 1000;

interface Asked {
  readonly Bucket: string;
  readonly Prefix?: string;
  readonly Delimiter?: string;
  readonly MaxKeys?: number;
  readonly EncodingType?: 'url';
  readonly ExpectedBucketOwner?: string;
  readonly OptionalObjectAttributes?: readonly string[];
}

export const listObjects: S3Operation<'ListObjects'> = (input, call) => {
  const { Marker = '' } = input;
  const { listing, common, encode } = list(call, input, Marker, true);
  return {
    ...common,
    Marker: encode(Marker),
    // Without a delimiter the last key says where to go on.
    ...(listing.next !== undefined && input.Delimiter && { NextMarker: encode(listing.next) }),
  };
};

export const listObjectsV2: S3Operation<'ListObjectsV2'> = (input, call) => {
  const { ContinuationToken, StartAfter } = input;
  const after = ContinuationToken === undefined ? (StartAfter ?? '') : readToken(ContinuationToken);
  const { listing, common, encode } = list(call, input, after, input.FetchOwner === true);
  return {
    ...common,
    KeyCount: listing.rows.length + listing.commonPrefixes.length,
    ...(ContinuationToken !== undefined && { ContinuationToken }),
    ...(listing.next !== undefined && { NextContinuationToken: writeToken(listing.next) }),
    ...(StartAfter !== undefined && { StartAfter: encode(StartAfter) }),
  };
};

/** What both versions answer. */
function list(
  call: S3Call,
  asked: Asked,
  after: string,
  withOwner: boolean,
): {
  readonly listing: Listing<ObjectRecord>;
  readonly common: ListObjectsOutput;
  readonly encode: (text: string) => string;
} {
  const bucket = findBucket(call, asked);
  const { Prefix = '', Delimiter = '', MaxKeys = MOST, EncodingType } = asked;
  if (MaxKeys < 0) throw invalidArgument('Argument maxKeys must be an integer between 0 and 2147483647');
  const limit = Math.min(MaxKeys, MOST);
  const listing = listKeys(call.tables.objects, {
    bucket: bucket.name,
    prefix: Prefix,
    delimiter: Delimiter,
    after,
    limit,
  });
  const encode = encoder(EncodingType);
  const common: ListObjectsOutput = {
    Name: bucket.name,
    Prefix: encode(Prefix),
    ...(Delimiter !== '' && { Delimiter: encode(Delimiter) }),
    MaxKeys,
    ...(EncodingType !== undefined && { EncodingType }),
    IsTruncated: listing.next !== undefined,
    Contents: listing.rows.map((object) => ({
      ...told(object, bucket, encode, withOwner),
      ...(asked.OptionalObjectAttributes?.includes('RestoreStatus') === true && restoreStatus(object)),
    })),
    CommonPrefixes: listing.commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  };
  return { listing, common, encode };
}

function told(
  { key, modifiedAt, etag, checksum, size, storageClass }: ObjectRecord,
  { account }: BucketRecord,
  encode: (text: string) => string,
  withOwner: boolean,
): S3Object {
  return {
    Key: encode(key),
    LastModified: seconds(modifiedAt),
    ETag: etag,
    ...(checksum && { ChecksumAlgorithm: [checksum.algorithm], ChecksumType: checksum.type }),
    Size: size,
    StorageClass: storageClass,
    ...(withOwner && { Owner: ownerOf(account) }),
  };
}

const writeToken = (key: string): string => Buffer.from(key).toString('base64');

function readToken(token: string): string {
  const key = Buffer.from(token, 'base64').toString();
  if (token === '' || writeToken(key) !== token) {
    throw invalidArgument('The continuation token provided is incorrect');
  }
  return key;
}

import type { Tag } from '../../../aws/contract/s3.types.gen.ts';
import type { Store } from '../../../store/store.ts';
import type { Table, TableSpec } from '../../../store/table.ts';
import type { Checksum, ChecksumAlgorithm, ChecksumType } from './checksums.ts';

/** All times are milliseconds since the epoch. */
export interface BucketRecord {
  /** Of all accounts and regions, as on AWS. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly createdAt: number;
  /** What was configured, by the name of its subresource: told again, and nothing more. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** A file of the blob store. */
export interface Piece {
  readonly blob: string;
  readonly size: number;
}

/** What a client says of an object beside its bytes. */
export interface ObjectHeaders {
  readonly contentType?: string;
  readonly cacheControl?: string;
  readonly contentDisposition?: string;
  readonly contentEncoding?: string;
  readonly contentLanguage?: string;
  /** Seconds since the epoch. */
  readonly expires?: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly storageClass: string;
}

export interface ObjectRecord extends ObjectHeaders {
  readonly bucket: string;
  readonly key: string;
  readonly size: number;
  /** With its quotes. */
  readonly etag: string;
  readonly modifiedAt: number;
  /** One file; of a multipart upload one for each part. */
  readonly pieces: readonly Piece[];
  readonly isMultipart: boolean;
  readonly checksum?: Checksum;
  readonly tags: readonly Tag[];
}

export interface UploadRecord extends ObjectHeaders {
  readonly bucket: string;
  readonly key: string;
  readonly id: string;
  readonly startedAt: number;
  readonly tags: readonly Tag[];
  readonly checksumAlgorithm?: ChecksumAlgorithm;
  readonly checksumType?: ChecksumType;
}

export interface PartRecord {
  readonly upload: string;
  readonly number: number;
  readonly piece: Piece;
  /** Hexadecimal. */
  readonly md5: string;
  readonly checksum?: Checksum;
  readonly modifiedAt: number;
}

const buckets: TableSpec<BucketRecord> = {
  name: 's3_buckets',
  key: ['name'],
  columns: ({ name, account }) => ({ name, account }),
};
const objects: TableSpec<ObjectRecord> = {
  name: 's3_objects',
  key: ['bucket', 'key'],
  columns: ({ bucket, key }) => ({ bucket, key }),
};
const uploads: TableSpec<UploadRecord> = {
  name: 's3_uploads',
  key: ['bucket', 'key', 'id'],
  columns: ({ bucket, key, id }) => ({ bucket, key, id }),
};
const parts: TableSpec<PartRecord> = {
  name: 's3_parts',
  key: ['upload', 'number'],
  columns: ({ upload, number }) => ({ upload, number }),
};

export interface S3Tables {
  readonly buckets: Table<BucketRecord>;
  readonly objects: Table<ObjectRecord>;
  readonly uploads: Table<UploadRecord>;
  readonly parts: Table<PartRecord>;
}

export function s3Tables(store: Store): S3Tables {
  return {
    buckets: store.table(buckets),
    objects: store.table(objects),
    uploads: store.table(uploads),
    parts: store.table(parts),
  };
}

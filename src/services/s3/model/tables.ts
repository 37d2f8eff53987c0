import type { Grant, Tag } from '../../../aws/contract/s3.types.gen.ts';
import type { Store } from '../../../store/store.ts';
import type { Table, TableSpec } from '../../../store/table.ts';
import { AllVersions } from './all-versions.ts';
import type { Settings } from './settings.ts';
import type { Checksum, ChecksumAlgorithm, ChecksumType } from './checksums.ts';

/** All times are milliseconds since the epoch. */
export interface BucketRecord {
  /** Of all accounts and regions, as on AWS. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly createdAt: number;
  readonly settings: Settings;
}

/** A file of the blob store. */
export interface Piece {
  readonly blob: string;
  readonly size: number;
  /** Of a part that came with a checksum: its value. */
  readonly checksum?: string;
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
  /** Absent: `null`, which objects have that were put while versioning was not on. */
  readonly versionId?: string;
  /** Where it stands among the versions of its key: newer ones have more. Absent: 0. */
  readonly order?: number;
  /** Of one in an archive: until when it can be read. */
  readonly restoredUntil?: number;
  readonly encryption?: ObjectEncryption;
  /** Where access control lists are on. */
  readonly acl?: readonly Grant[];
}

/** Says that the object of before is deleted; a version like others. */
export interface MarkerRecord {
  readonly isMarker: true;
  readonly bucket: string;
  readonly key: string;
  readonly modifiedAt: number;
  readonly versionId?: string;
  readonly order?: number;
}

export type VersionRecord = ObjectRecord | MarkerRecord;

/** By a key of KMS; absent on what is encrypted by Amazon S3's own keys. */
export interface ObjectEncryption {
  readonly algorithm: 'aws:kms' | 'aws:kms:dsse';
  readonly keyArn: string;
  readonly bucketKey: boolean;
}

export interface UploadRecord extends ObjectHeaders {
  readonly bucket: string;
  readonly key: string;
  readonly id: string;
  readonly startedAt: number;
  readonly tags: readonly Tag[];
  readonly checksumAlgorithm?: ChecksumAlgorithm;
  readonly checksumType?: ChecksumType;
  readonly encryption?: ObjectEncryption;
  readonly acl?: readonly Grant[];
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
/** All versions but the current ones: a current object is in `objects`, and nowhere else. */
const versions: TableSpec<VersionRecord> = {
  name: 's3_versions',
  key: ['bucket', 'key', 'position'],
  columns: (row) => ({
    bucket: row.bucket,
    key: row.key,
    position: positionOf(row),
    id: row.versionId ?? 'null',
  }),
};
/** Newest first. */
export const positionOf = ({ order = 0 }: Pick<VersionRecord, 'order'>): number => 0 - order;

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
  readonly versions: Table<VersionRecord>;
  readonly allVersions: AllVersions;
  readonly uploads: Table<UploadRecord>;
  readonly parts: Table<PartRecord>;
}

export function s3Tables(store: Store): S3Tables {
  const current = store.table(objects);
  const others = store.table(versions);
  return {
    buckets: store.table(buckets),
    objects: current,
    versions: others,
    allVersions: new AllVersions(current, others),
    uploads: store.table(uploads),
    parts: store.table(parts),
  };
}

import type { RotationRulesType, Tag } from '../../../aws/contract/secretsmanager.types.gen.ts';
import type { Store } from '../../../store/store.ts';
import type { Table, TableSpec } from '../../../store/table.ts';

/** A secret without its values. Times are milliseconds since the epoch. */
export interface SecretRecord {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  /** Ends in six random characters: a secret that is made again under its name has another ARN. */
  readonly arn: string;
  readonly description?: string;
  readonly kmsKeyId?: string;
  readonly type?: string;
  readonly tags: readonly Tag[];
  readonly policy?: string;
  readonly createdAt: number;
  readonly changedAt: number;
  /** The day on which its value was last read, as AWS keeps it. */
  readonly accessedAt?: number;
  /** When it is to be deleted for good. */
  readonly deletionAt?: number;
  readonly rotation?: RotationRecord;
}

/** How, when and whether a secret is rotated. */
export interface RotationRecord {
  readonly enabled: boolean;
  readonly lambdaArn: string;
  readonly rules: RotationRulesType;
  readonly lastAt?: number;
  /** When the next window opens. */
  readonly nextAt?: number;
  /** The rotation that is on its way. */
  readonly job?: RotationJob;
}

export interface RotationJob {
  readonly versionId: string;
  readonly token: string;
  /** That have failed. */
  readonly attempts: number;
  readonly dueAt: number;
  /** Only tries the function out; the version goes afterwards. */
  readonly testOnly: boolean;
}

export interface VersionRecord {
  readonly secretArn: string;
  readonly versionId: string;
  /** Sorted. A version without any is deprecated: it is kept for a while and not shown. */
  readonly stages: readonly string[];
  /** `none`: a rotation has made it, and its value is still to come. */
  readonly kind: 'string' | 'binary' | 'none';
  /** Base64 of what KMS has encrypted; where there is no `keyArn`, see `kernel/cipher.ts`. */
  readonly sealed: string;
  /** Of the key; absent in what was kept before there was a KMS here. */
  readonly keyArn?: string;
  readonly createdAt: number;
  readonly accessedAt?: number;
}

export interface SecretTables {
  readonly secrets: Table<SecretRecord>;
  readonly versions: Table<VersionRecord>;
}

const secretsTable: TableSpec<SecretRecord> = {
  name: 'secrets',
  key: ['account', 'region', 'name'],
  columns: ({ account, region, name, arn, createdAt, deletionAt, rotation }) => ({
    account,
    region,
    name,
    arn,
    created_at: createdAt,
    deletion_at: deletionAt ?? null,
    // What is to be deleted is not rotated any more.
    rotation_at: deletionAt === undefined ? (rotation?.job?.dueAt ?? rotation?.nextAt ?? null) : null,
  }),
};

const versionsTable: TableSpec<VersionRecord> = {
  name: 'secret_versions',
  key: ['secret_arn', 'version_id'],
  columns: ({ secretArn, versionId }) => ({ secret_arn: secretArn, version_id: versionId }),
};

export const secretTables = (store: Store): SecretTables => ({
  secrets: store.table(secretsTable),
  versions: store.table(versionsTable),
});

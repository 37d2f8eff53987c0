import type {
  GrantConstraints,
  GrantOperation,
  KeySpec,
  KeyUsageType,
  RotationType,
  Tag,
} from '../../../aws/contract/kms.types.gen.ts';
import type { Store } from '../../../store/store.ts';
import type { Table, TableSpec } from '../../../store/table.ts';

/** A key without its material. Times are milliseconds since the epoch. */
export interface KeyRecord {
  /** UUID, unique over accounts and regions: a ciphertext names its key by it. */
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly arn: string;
  readonly description: string;
  readonly spec: KeySpec;
  readonly usage: KeyUsageType;
  readonly enabled: boolean;
  readonly createdAt: number;
  /** The service of AWS that has made it, `ssm` of `alias/aws/ssm`; absent for a customer's own. */
  readonly managedFor?: string;
  /** Absent where it is the one that the key was born with: `policyOf`. */
  readonly policy?: string;
  readonly tags: readonly Tag[];
  /** When it is to be deleted for good. */
  readonly deletionAt?: number;
  readonly rotation?: { readonly days: number; readonly nextAt: number };
  /** Of the material that encrypts; those before it still decrypt. */
  readonly version: number;
  readonly materialId?: string;
  /** SubjectPublicKeyInfo in base64, of a key pair. */
  readonly publicKey?: string;
}

/** What a key consists of; a rotation adds one, and none goes before the key does. */
export interface MaterialRecord {
  readonly keyId: string;
  readonly version: number;
  /** Sixty-four hexadecimal digits. */
  readonly id: string;
  /** See `kernel/cipher.ts`. */
  readonly sealed: string;
  readonly createdAt: number;
  /** Absent for the first. */
  readonly rotation?: RotationType;
}

export interface AliasRecord {
  readonly account: string;
  readonly region: string;
  /** `alias/app` */
  readonly name: string;
  readonly keyId: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface GrantRecord {
  readonly keyId: string;
  readonly id: string;
  readonly token: string;
  readonly account: string;
  readonly name?: string;
  readonly operations: readonly GrantOperation[];
  readonly grantee: Principal;
  readonly retiring?: Principal;
  readonly constraints?: GrantConstraints;
  readonly createdAt: number;
}

export type Principal = { readonly arn: string } | { readonly service: string };

export interface KmsTables {
  readonly keys: Table<KeyRecord>;
  readonly materials: Table<MaterialRecord>;
  readonly aliases: Table<AliasRecord>;
  readonly grants: Table<GrantRecord>;
}

const keysTable: TableSpec<KeyRecord> = {
  name: 'kms_keys',
  key: ['id'],
  columns: ({ id, account, region, deletionAt, rotation }) => ({
    id,
    account,
    region,
    deletion_at: deletionAt ?? null,
    rotation_at: rotation?.nextAt ?? null,
  }),
};

const materialsTable: TableSpec<MaterialRecord> = {
  name: 'kms_materials',
  key: ['key_id', 'version'],
  columns: ({ keyId, version }) => ({ key_id: keyId, version }),
};

const aliasesTable: TableSpec<AliasRecord> = {
  name: 'kms_aliases',
  key: ['account', 'region', 'name'],
  columns: ({ account, region, name, keyId }) => ({ account, region, name, key_id: keyId }),
};

const grantsTable: TableSpec<GrantRecord> = {
  name: 'kms_grants',
  key: ['key_id', 'id'],
  columns: ({ keyId, id, token, account }) => ({ key_id: keyId, id, token, account }),
};

export const kmsTables = (store: Store): KmsTables => ({
  keys: store.table(keysTable),
  materials: store.table(materialsTable),
  aliases: store.table(aliasesTable),
  grants: store.table(grantsTable),
});

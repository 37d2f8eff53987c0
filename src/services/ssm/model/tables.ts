import type { ParameterType, Tag } from '../../../aws/contract/ssm.types.gen.ts';
import type { Store } from '../../../store/store.ts';
import type { Table, TableSpec } from '../../../store/table.ts';

/** Which parameter: its name is unique in an account and a region. */
export interface ParameterKey {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

export interface ParameterRecord extends ParameterKey {
  readonly type: ParameterType;
  /** Of the last version. Numbers are never given out twice. */
  readonly version: number;
  readonly tags: readonly Tag[];
}

/** One version; a new one says everything anew. */
export interface VersionRecord extends ParameterKey {
  readonly version: number;
  readonly type: ParameterType;
  /**
   * Base64 of what KMS has encrypted; where there is no `keyArn`, see `kernel/cipher.ts`. Values of every type
   * are sealed: people keep passwords in String, too.
   */
  readonly sealed: string;
  /** Of the key; absent for what is no SecureString, and in what was kept before there was a KMS here. */
  readonly keyArn?: string;
  readonly tier: 'Standard' | 'Advanced';
  readonly dataType: string;
  readonly keyId?: string;
  readonly description?: string;
  readonly allowedPattern?: string;
  readonly labels: readonly string[];
  /** ARN of whoever made it. */
  readonly modifiedBy: string;
  readonly modifiedAt: number;
}

export interface SsmTables {
  readonly parameters: Table<ParameterRecord>;
  readonly versions: Table<VersionRecord>;
}

const parametersTable: TableSpec<ParameterRecord> = {
  name: 'parameters',
  key: ['account', 'region', 'name'],
  columns: ({ account, region, name }) => ({ account, region, name }),
};

const versionsTable: TableSpec<VersionRecord> = {
  name: 'parameter_versions',
  key: ['account', 'region', 'name', 'version'],
  columns: ({ account, region, name, version }) => ({ account, region, name, version }),
};

export const ssmTables = (store: Store): SsmTables => ({
  parameters: store.table(parametersTable),
  versions: store.table(versionsTable),
});

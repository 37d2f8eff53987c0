import type { Tag } from '../../../aws/contract/iam.types.gen.ts';
import type { Store } from '../../../store/store.ts';
import type { Table } from '../../../store/table.ts';

/** What every entity has. Names are told apart without regard to case, as on AWS. */
interface Entity {
  readonly account: string;
  readonly name: string;
  /** `/` or `/some/path/` */
  readonly path: string;
  /** `AROA…`, `AIDA…`, `ANPA…` */
  readonly uniqueId: string;
  /** Seconds since the epoch. */
  readonly createdAt: number;
  readonly tags: readonly Tag[];
}

/** A user, group or role, as far as policies hang on it. */
export interface PolicyHolder extends Entity {
  /** Documents by name. */
  readonly inline: Readonly<Record<string, string>>;
  /** ARNs of managed policies, in the order of attaching. */
  readonly attached: readonly string[];
}

export interface RoleRecord extends PolicyHolder {
  readonly trustPolicy: string;
  readonly description?: string;
  /** Seconds. */
  readonly maxSessionDuration: number;
  /** ARN of a managed policy. */
  readonly boundary?: string;
}

export interface UserRecord extends PolicyHolder {
  /** ARN of a managed policy. */
  readonly boundary?: string;
  /** Names, in the order of joining. */
  readonly groups: readonly string[];
  /** Ids of access keys, at most two. */
  readonly keys: readonly string[];
}

export type GroupRecord = PolicyHolder;

/** The long-lived credentials of a user; `name` is their id. */
export interface AccessKeyRecord extends Entity {
  readonly user: string;
  /** What was deleted stays known, so that it is never taken for somebody else's. */
  readonly status: 'Active' | 'Inactive' | 'Deleted';
  /** Sealed by the installation's cipher; gone from a deleted one. */
  readonly secret?: string;
}

/** An OpenID Connect provider; `name` is its URL without the scheme. */
export interface OidcProviderRecord extends Entity {
  readonly clients: readonly string[];
  readonly thumbprints: readonly string[];
}

/** The name by which people know an account; there is one at most. */
export type AliasRecord = Entity;

export interface PolicyVersionRecord {
  /** `v1` */
  readonly id: string;
  readonly document: string;
  readonly createdAt: number;
}

export interface PolicyRecord extends Entity {
  readonly description?: string;
  readonly updatedAt: number;
  /** Oldest first. */
  readonly versions: readonly PolicyVersionRecord[];
  readonly defaultVersion: string;
  /** How many versions there ever were: their numbers are not given out twice. */
  readonly lastVersion: number;
}

export interface ProfileRecord extends Entity {
  /** Names of at most one role. */
  readonly roles: readonly string[];
}

export interface IamTables {
  readonly roles: EntityTable<RoleRecord>;
  readonly users: EntityTable<UserRecord>;
  readonly groups: EntityTable<GroupRecord>;
  readonly accessKeys: EntityTable<AccessKeyRecord>;
  readonly oidcProviders: EntityTable<OidcProviderRecord>;
  readonly aliases: EntityTable<AliasRecord>;
  readonly policies: EntityTable<PolicyRecord>;
  readonly profiles: EntityTable<ProfileRecord>;
}

export function iamTables(store: Store): IamTables {
  return {
    roles: new EntityTable<RoleRecord>(store, 'role'),
    users: new EntityTable<UserRecord>(store, 'user'),
    groups: new EntityTable<GroupRecord>(store, 'group'),
    accessKeys: new EntityTable<AccessKeyRecord>(store, 'access-key'),
    oidcProviders: new EntityTable<OidcProviderRecord>(store, 'oidc-provider'),
    aliases: new EntityTable<AliasRecord>(store, 'account-alias'),
    policies: new EntityTable<PolicyRecord>(store, 'policy'),
    profiles: new EntityTable<ProfileRecord>(store, 'instance-profile'),
  };
}

/** The entities of one kind, over all accounts. */
export class EntityTable<Row extends Entity> {
  readonly #kind: string;
  readonly #table: Table<Row>;

  constructor(store: Store, kind: string) {
    this.#kind = kind;
    this.#table = store.table<Row>({
      name: 'iam_entities',
      key: ['account', 'kind', 'id'],
      columns: ({ account, name, path }) => ({ account, kind, id: name.toLowerCase(), path }),
    });
  }

  get(account: string, name: string): Row | undefined {
    return this.#table.get(account, this.#kind, name.toLowerCase());
  }

  get name(): string {
    return this.#table.name;
  }

  /** Of all accounts. */
  select(): Row[] {
    return this.#table.select({ where: { kind: this.#kind } });
  }

  remove(row: Row): boolean {
    return this.#table.remove(row);
  }

  /** The account that has an entity of this name, of those that are told apart over all accounts. */
  owner(name: string): string | undefined {
    const [found] = this.#table.select({ where: { kind: this.#kind, id: name.toLowerCase() }, limit: 1 });
    return found?.account;
  }

  put(row: Row): void {
    this.#table.put(row);
  }

  delete(account: string, name: string): void {
    this.#table.delete(account, this.#kind, name.toLowerCase());
  }

  /** Of one account whose path begins so, by name. */
  list(account: string, pathPrefix = '/'): Row[] {
    return this.#table.select({ where: { account, kind: this.#kind, path: { startsWith: pathPrefix } } });
  }
}

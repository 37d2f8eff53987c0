import { type Held, held } from '../../../aws/holdings.ts';
import type { Store } from '../../../store/store.ts';
import type { Table } from '../../../store/table.ts';
import { type Realm, type Realms, resourceTable } from './realms.ts';
import type { ResourceRecord } from './records.ts';

interface KindTableParts<Row> {
  readonly realms: Realms;
  /** What a realm has of this kind before anything was changed in it. */
  readonly startingRows?: (realm: Realm) => readonly Row[];
  /** Adapts a row as it is read. */
  readonly fit?: (row: Row) => Row;
}

/** The resources of one kind, over all accounts and regions. */
export class KindTable<Row extends ResourceRecord> {
  readonly #kind: string;
  readonly #table: Table<Row>;
  readonly #realms: Realms;
  readonly #startingRows: (realm: Realm) => readonly Row[];
  readonly #fit: (row: Row) => Row;

  constructor(
    store: Store,
    kind: string,
    { realms, startingRows = () => [], fit = (row) => row }: KindTableParts<Row>,
  ) {
    this.#kind = kind;
    this.#realms = realms;
    this.#startingRows = startingRows;
    this.#fit = fit;
    this.#table = store.table<Row>({
      name: resourceTable,
      key: ['account', 'region', 'kind', 'id'],
      columns: (row) => ({
        account: row.account,
        region: row.region,
        kind,
        id: row.id,
        parent: parentOf(row),
      }),
    });
    realms.onFirstChange((realm) => {
      for (const row of startingRows(realm)) this.#table.put(row);
    });
  }

  get({ account, region }: Realm, id: string): Row | undefined {
    const realm = { account, region };
    const row = this.#realms.isWritten(realm)
      ? this.#table.get(account, region, this.#kind, id)
      : this.#startingRows(realm).find((each) => each.id === id);
    return row && this.#fit(row);
  }

  /** By id. */
  list({ account, region }: Realm): Row[] {
    const realm = { account, region };
    const rows = this.#realms.isWritten(realm)
      ? this.#table.select({ where: { account, region, kind: this.#kind } })
      : this.#startingRows(realm);
    return rows.map(this.#fit);
  }

  /** Those in a VPC, or the versions of a launch template. */
  listIn({ account, region }: Realm, parent: string): Row[] {
    const realm = { account, region };
    const rows = this.#realms.isWritten(realm)
      ? this.#table.select({ where: { account, region, kind: this.#kind, parent } })
      : this.#startingRows(realm).filter((row) => parentOf(row) === parent);
    return rows.map(this.#fit);
  }

  /** Those of all accounts and regions that were written. */
  held(): Held {
    const rows = {
      name: resourceTable,
      select: () => this.#table.select({ where: { kind: this.#kind } }),
      remove: (row: Row) => this.#table.remove(row),
    };
    return held(
      rows,
      (row) => row,
      (row) => ({ kind: this.#kind, ...row }),
    );
  }

  put(row: Row): void {
    this.#realms.beforeChange(row);
    this.#table.put(row);
  }

  delete(row: Row): void {
    this.#realms.beforeChange(row);
    this.#table.delete(row.account, row.region, this.#kind, row.id);
  }
}

function parentOf(
  row: ResourceRecord & { readonly vpcId?: string; readonly templateId?: string },
): string | null {
  return row.vpcId ?? row.templateId ?? null;
}

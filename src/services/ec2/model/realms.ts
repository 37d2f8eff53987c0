import { type Held, held } from '../../../aws/holdings.ts';
import type { Store } from '../../../store/store.ts';
import type { Table } from '../../../store/table.ts';

/** One account in one region. */
export interface Realm {
  readonly account: string;
  readonly region: string;
}

export const resourceTable = 'ec2_resources';

/** What marks a realm whose resources lie in the database. Its name is no kind, so nobody sees it. */
const marker = 'realm';

/**
 * Accounts and regions: each has a default VPC from the start, as on AWS. There are more of them than anybody
 * uses, so nothing is written until something in one is changed; then all that it has is.
 */
export class Realms {
  readonly #markers: Table<Realm>;
  readonly #writers: ((realm: Realm) => void)[] = [];

  constructor(store: Store) {
    this.#markers = store.table({
      name: resourceTable,
      key: ['account', 'region', 'kind', 'id'],
      columns: ({ account, region }) => ({ account, region, kind: marker, id: marker, parent: null }),
    });
  }

  /** `write` is called once for each realm, before the first change of anything in it. */
  onFirstChange(write: (realm: Realm) => void): void {
    this.#writers.push(write);
  }

  /** A realm that is reset is as it was before anything was changed. */
  held(): Held {
    const rows = {
      name: resourceTable,
      select: () => this.#markers.select({ where: { kind: marker } }),
      remove: (realm: Realm) => this.#markers.remove(realm),
    };
    return held(
      rows,
      (realm) => realm,
      (realm) => ({ kind: marker, ...realm }),
    );
  }

  isWritten({ account, region }: Realm): boolean {
    return this.#markers.get(account, region, marker, marker) !== undefined;
  }

  beforeChange({ account, region }: Realm): void {
    const realm = { account, region };
    if (this.isWritten(realm)) return;
    this.#markers.put(realm);
    for (const write of this.#writers) write(realm);
  }
}

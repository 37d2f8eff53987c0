import type { Query, Table } from '../../../store/table.ts';
import type { ObjectRecord, VersionRecord } from './tables.ts';

/**
 * Current objects and all other versions as one table, sorted by key, the newest of a key first. Two ordered
 * searches are merged, so that a page costs no more than its own rows.
 */
export class AllVersions {
  readonly #objects: Table<ObjectRecord>;
  readonly #versions: Table<VersionRecord>;

  constructor(objects: Table<ObjectRecord>, versions: Table<VersionRecord>) {
    this.#objects = objects;
    this.#versions = versions;
  }

  /** Sorted by `key` and `position`, of which `after` may leave out the last. */
  select({ where = {}, after = [''], limit }: Query): VersionRecord[] {
    const [key = ''] = after;
    const bounded = { where, ...(limit !== undefined && { limit }) };
    const current = this.#objects.select({ ...bounded, orderBy: ['key'], after: [key] });
    const position = after[1] ?? Number.MAX_SAFE_INTEGER;
    const others = this.#versions.select({
      ...bounded,
      orderBy: ['key', 'position'],
      after: [key, position],
    });
    return merged(current, others, limit ?? Infinity);
  }
}

/** The current version of a key stands before the others. */
function merged(
  current: readonly VersionRecord[],
  others: readonly VersionRecord[],
  limit: number,
): VersionRecord[] {
  const rows: VersionRecord[] = [];
  let [left, right] = [0, 0];
  while (rows.length < limit) {
    const [a, b] = [current[left], others[right]];
    const next = a === undefined ? b : b === undefined || !isBefore(b.key, a.key) ? a : b;
    if (next === undefined) break;
    if (next === a) left += 1;
    else right += 1;
    rows.push(next);
  }
  return rows;
}

/** As the database sorts: by the bytes of UTF-8, which is not how JavaScript compares all characters. */
const isBefore = (a: string, b: string): boolean =>
  a !== b && Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;

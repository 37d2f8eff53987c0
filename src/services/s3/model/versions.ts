import type { Ids } from '../../../kernel/ids.ts';
import { invalidVersion, markerIsNoObject, noSuchKey, noSuchVersion } from '../errors.ts';
import type { S3Call } from '../operation.ts';
import {
  type BucketRecord,
  type MarkerRecord,
  type ObjectRecord,
  type Piece,
  positionOf,
  type S3Tables,
  type VersionRecord,
} from './tables.ts';

/*
 * Versions of a key. The newest is *current*: if it is an object it lies in `objects`, where all readers look
 * first; everything older, and every delete marker, lies in `versions`. A bucket whose versioning was never on
 * has nothing in `versions`. All writers here run in the caller's transaction and return the files that no row
 * names any more.
 */

type Tables = { readonly tables: S3Tables };

export const idOf = ({ versionId }: Pick<VersionRecord, 'versionId'>): string => versionId ?? 'null';
export const isMarker = (row: VersionRecord): row is MarkerRecord => 'isMarker' in row;
const piecesOf = (row: VersionRecord | undefined): readonly Piece[] =>
  row === undefined || isMarker(row) ? [] : row.pieces;

export interface Named {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId?: string;
}

/** The current object, or the version that is named. Throws what S3 answers where that is none. */
export function findObject(call: Tables, named: Named): ObjectRecord {
  const { Bucket, Key, VersionId } = named;
  if (VersionId === undefined) {
    const current = call.tables.objects.get(Bucket, Key);
    if (current !== undefined) return current;
    const marker = newestOf(call, Bucket, Key);
    throw noSuchKey(Key, marker === undefined ? undefined : idOf(marker));
  }
  const version = findVersion(call, { Bucket, Key, VersionId });
  if (version === undefined) throw noSuchVersion(Key, VersionId);
  if (isMarker(version)) throw markerIsNoObject(Key, idOf(version), version.modifiedAt);
  return version;
}

/** Throws InvalidArgument for what no version can be called. */
export function findVersion(
  { tables }: Tables,
  { Bucket, Key, VersionId }: Required<Named>,
): VersionRecord | undefined {
  if (!/^(?:null|[A-Za-z0-9._]{32})$/.test(VersionId)) throw invalidVersion(VersionId);
  const current = tables.objects.get(Bucket, Key);
  if (current !== undefined && idOf(current) === VersionId) return current;
  return tables.versions.select({ where: { bucket: Bucket, key: Key, id: VersionId }, limit: 1 })[0];
}

/** Of what is not current; where nothing is current, the newest of all. */
function newestOf({ tables }: Tables, bucket: string, key: string): VersionRecord | undefined {
  return tables.versions.select({ where: { bucket, key }, limit: 1 })[0];
}

export interface Placed {
  readonly object: ObjectRecord;
  readonly removed: readonly Piece[];
}

/** Makes an object the current one of its key. */
export function addVersion(
  call: Pick<S3Call, 'tables' | 'ids'>,
  bucket: BucketRecord,
  object: ObjectRecord,
): Placed {
  const { tables } = call;
  const status = bucket.settings.versioning?.Status;
  if (status === undefined) {
    const before = tables.objects.get(object.bucket, object.key);
    tables.objects.put(object);
    return { object, removed: piecesOf(before) };
  }
  const { order, removed } = makeRoom(call, bucket, object.key);
  const placed = { ...object, order, ...(status === 'Enabled' && { versionId: newVersionId(call.ids) }) };
  tables.objects.put(placed);
  return { object: placed, removed };
}

export interface Deleted {
  readonly removed: readonly Piece[];
  /** What was deleted; absent where there was nothing. */
  readonly version?: VersionRecord;
  /** The marker that was made. */
  readonly marker?: MarkerRecord;
}

/** Deletes the current object: where versions are kept a marker says so. */
export function addMarker(
  call: Pick<S3Call, 'tables' | 'ids' | 'now'>,
  bucket: BucketRecord,
  key: string,
): Deleted {
  const { tables } = call;
  const status = bucket.settings.versioning?.Status;
  if (status === undefined) {
    const version = tables.objects.get(bucket.name, key);
    tables.objects.delete(bucket.name, key);
    return { removed: piecesOf(version), ...(version && { version }) };
  }
  const { order, removed } = makeRoom(call, bucket, key);
  const marker: MarkerRecord = {
    isMarker: true,
    bucket: bucket.name,
    key,
    modifiedAt: Math.floor(call.now() / 1000) * 1000,
    order,
    ...(status === 'Enabled' && { versionId: newVersionId(call.ids) }),
  };
  tables.versions.put(marker);
  return { removed, marker };
}

/** Puts the current object among the others; without versioning the version `null` gives way to the next. */
function makeRoom(
  call: Tables,
  { name, settings }: BucketRecord,
  key: string,
): { readonly order: number; readonly removed: readonly Piece[] } {
  const { tables } = call;
  const current = tables.objects.get(name, key);
  const order = ((current ?? newestOf(call, name, key))?.order ?? 0) + 1;
  let removed: readonly Piece[] = [];
  if (settings.versioning?.Status === 'Suspended') {
    const old = findVersion(call, { Bucket: name, Key: key, VersionId: 'null' });
    if (old !== undefined) erase(call, old);
    removed = piecesOf(old);
  }
  const left = tables.objects.get(name, key);
  if (left !== undefined) {
    tables.objects.delete(name, key);
    tables.versions.put(left);
  }
  return { order, removed };
}

/** Deletes one version for good; what was before it becomes current where it was the newest. */
export function removeVersion(call: Tables, named: Required<Named>): Deleted {
  const version = findVersion(call, named);
  if (version === undefined) return { removed: [] };
  erase(call, version);
  promote(call, named.Bucket, named.Key);
  return { removed: piecesOf(version), version };
}

function erase({ tables }: Tables, version: VersionRecord): void {
  const { bucket, key } = version;
  const current = tables.objects.get(bucket, key);
  if (current !== undefined && idOf(current) === idOf(version)) tables.objects.delete(bucket, key);
  else tables.versions.delete(bucket, key, positionOf(version));
}

function promote(call: Tables, bucket: string, key: string): void {
  const { tables } = call;
  if (tables.objects.get(bucket, key) !== undefined) return;
  const newest = newestOf(call, bucket, key);
  if (newest === undefined || isMarker(newest)) return;
  tables.versions.delete(bucket, key, positionOf(newest));
  tables.objects.put(newest);
}

/** Writes an object anew where it lies: its tags may change, its bytes never. */
export function rewrite({ tables }: Tables, object: ObjectRecord): void {
  const current = tables.objects.get(object.bucket, object.key);
  if (current !== undefined && idOf(current) === idOf(object)) tables.objects.put(object);
  else tables.versions.put(object);
}

/** What is told of an object's version: nothing in a bucket that never had any. */
export function versionMember(
  { settings }: BucketRecord,
  object: Pick<VersionRecord, 'versionId'>,
): { readonly VersionId?: string } {
  if (settings.versioning?.Status === undefined) return {};
  return { VersionId: idOf(object) };
}

/** While versioning is suspended S3 does not tell of a new object's version. */
export const newVersionMember = ({ versionId }: ObjectRecord): { readonly VersionId?: string } =>
  versionId === undefined ? {} : { VersionId: versionId };

const newVersionId = (ids: Ids): string =>
  Buffer.from(ids.hex(48), 'hex').toString('base64url').replaceAll('-', '.');

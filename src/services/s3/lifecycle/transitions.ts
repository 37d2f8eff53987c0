import type { LifecycleRule } from '../../../aws/contract/s3.types.gen.ts';
import { midnightAfter, rulesFor } from '../model/expiration.ts';
import type { BucketRecord, ObjectRecord } from '../model/tables.ts';

/** From warm to cold: objects only move on. */
const CLASSES = [
  'STANDARD',
  'STANDARD_IA',
  'INTELLIGENT_TIERING',
  'ONEZONE_IA',
  'GLACIER_IR',
  'GLACIER',
  'DEEP_ARCHIVE',
];

/** Smaller ones stay where they are, unless the rule speaks of sizes. */
const LEAST_SIZE = 128 * 1024;

/** The object as its rules want it by now, in another storage class; `undefined` where nothing changes. */
export function transitioned(
  { settings }: BucketRecord,
  rules: readonly LifecycleRule[],
  object: ObjectRecord,
  since: number,
  kind: 'Transitions' | 'NoncurrentVersionTransitions',
  now: number,
): ObjectRecord | undefined {
  const isAnySize = settings.lifecycle?.minimumSize === 'varies_by_storage_class';
  let coldest = object.storageClass;
  for (const rule of rulesFor(rules, object)) {
    if (object.size < LEAST_SIZE && !isAnySize && !speaksOfSize(rule)) continue;
    for (const transition of rule[kind] ?? []) {
      const { StorageClass = '' } = transition;
      const due = dueAt(transition, since);
      if (due <= now && CLASSES.indexOf(StorageClass) > CLASSES.indexOf(coldest)) coldest = StorageClass;
    }
  }
  return coldest === object.storageClass ? undefined : { ...object, storageClass: coldest };
}

interface When {
  readonly Date?: number;
  readonly Days?: number;
  readonly NoncurrentDays?: number;
}

function dueAt({ Date: date, Days, NoncurrentDays }: When, since: number): number {
  if (date !== undefined) return date * 1000;
  const days = Days ?? NoncurrentDays;
  return days === undefined ? Infinity : midnightAfter(since, days);
}

function speaksOfSize({ Filter }: LifecycleRule): boolean {
  const { ObjectSizeGreaterThan, ObjectSizeLessThan, And } = Filter ?? {};
  return [
    ObjectSizeGreaterThan,
    ObjectSizeLessThan,
    And?.ObjectSizeGreaterThan,
    And?.ObjectSizeLessThan,
  ].some((size) => size !== undefined);
}

import { noSuchSetting } from '../../errors.ts';
import { findBucket } from '../../model/buckets.ts';
import type { Settings } from '../../model/settings.ts';
import type { BucketRecord } from '../../model/tables.ts';
import type { S3Call } from '../../operation.ts';

export interface Asked {
  readonly Bucket: string;
  readonly ExpectedBucketOwner?: string;
}

/** Sets one setting, or takes it away with `undefined`. Answers what S3 does: nothing. */
export function configure<Name extends keyof Settings>(
  call: S3Call,
  asked: Asked,
  name: Name,
  value: Settings[Name] | undefined,
): Record<string, never> {
  const bucket = findBucket(call, asked);
  const { [name]: _before, ...others } = bucket.settings;
  const settings: Settings = value === undefined ? others : { ...others, [name]: value };
  call.tables.buckets.put({ ...bucket, settings });
  return {};
}

export const settingsOf = (call: S3Call, asked: Asked): Settings => findBucket(call, asked).settings;

/** A setting that there must be. Code and text are AWS's for one that there is not. */
export function required<Name extends keyof Settings>(
  call: S3Call,
  asked: Asked,
  name: Name,
  code: string,
  message: string,
): NonNullable<Settings[Name]> {
  const { settings }: BucketRecord = findBucket(call, asked);
  const value = settings[name];
  if (value === undefined) throw noSuchSetting(code, message, asked.Bucket);
  return value;
}

/** Settings of which a bucket has several, each with an id. */
interface Identified {
  readonly Id: string;
}

export function withConfiguration<Row extends Identified>(
  rows: readonly Row[] | undefined,
  row: Row,
): readonly Row[] {
  return [...(rows ?? []).filter(({ Id }) => Id !== row.Id), row].toSorted((a, b) => (a.Id < b.Id ? -1 : 1));
}

export function configurationNamed<Row extends Identified>(
  rows: readonly Row[] | undefined,
  asked: Asked & { readonly Id: string },
): Row {
  const found = rows?.find(({ Id }) => Id === asked.Id);
  if (found === undefined) {
    throw noSuchSetting('NoSuchConfiguration', 'The specified configuration does not exist.', asked.Bucket);
  }
  return found;
}

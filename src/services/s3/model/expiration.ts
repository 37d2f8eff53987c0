import type { LifecycleRule, Tag } from '../../../aws/contract/s3.types.gen.ts';
import type { BucketRecord, ObjectRecord } from './tables.ts';

const DAY = 86_400_000;

/** What happens after a number of days happens at the midnight (UTC) that follows. */
export const midnightAfter = (from: number, days: number): number =>
  Math.ceil((from + days * DAY) / DAY) * DAY;

export interface Subject {
  readonly key: string;
  /** Absent: of an upload, or of a delete marker, for which neither is known. */
  readonly size?: number;
  readonly tags?: readonly Tag[];
}

/** Rules that are on and whose filter the subject passes. */
export function rulesFor(rules: readonly LifecycleRule[], subject: Subject): readonly LifecycleRule[] {
  return rules.filter((rule) => rule.Status === 'Enabled' && passes(rule, subject));
}

function passes({ Filter = {}, Prefix }: LifecycleRule, { key, size, tags }: Subject): boolean {
  const { And = {}, Tag: tag } = Filter;
  const prefix = And.Prefix ?? Filter.Prefix ?? Prefix ?? '';
  const above = And.ObjectSizeGreaterThan ?? Filter.ObjectSizeGreaterThan;
  const below = And.ObjectSizeLessThan ?? Filter.ObjectSizeLessThan;
  const wanted = [...(And.Tags ?? []), ...(tag === undefined ? [] : [tag])];
  return (
    key.startsWith(prefix) &&
    (above === undefined || (size !== undefined && size > above)) &&
    (below === undefined || (size !== undefined && size < below)) &&
    wanted.every(({ Key, Value }) => tags?.some((own) => own.Key === Key && own.Value === Value) === true)
  );
}

export interface Expiry {
  readonly at: number;
  readonly rule: string;
}

/** When a current object is to go: by the rule that is the first to say so. */
export function expiryOf(rules: readonly LifecycleRule[], object: ObjectRecord): Expiry | undefined {
  const found = rulesFor(rules, object).flatMap(
    ({ ID = '', Expiration: { Days, Date: date } = {} }): Expiry[] => {
      if (Days !== undefined) return [{ at: midnightAfter(object.modifiedAt, Days), rule: ID }];
      return date === undefined ? [] : [{ at: date * 1000, rule: ID }];
    },
  );
  return found.toSorted((a, b) => a.at - b.at)[0];
}

/** The header that says when an object expires. */
export function expirationMember(
  { settings }: BucketRecord,
  object: ObjectRecord,
): { readonly Expiration?: string } {
  const expiry = settings.lifecycle === undefined ? undefined : expiryOf(settings.lifecycle.rules, object);
  if (expiry === undefined) return {};
  return {
    Expiration: `expiry-date="${new Date(expiry.at).toUTCString()}", rule-id="${encodeURIComponent(expiry.rule)}"`,
  };
}

import { invalidTag } from '../errors.ts';
import type { GroupRecord } from './tables.ts';

export const mostTags = 50;

/** The tags of a group with others over those of the same keys; `refuse` where they are too many. */
export function withTags(
  group: Pick<GroupRecord, 'tags'>,
  added: Readonly<Record<string, string>>,
  refuse: () => Error,
): Readonly<Record<string, string>> {
  for (const [key, value] of Object.entries(added)) check(key, value);
  const tags = { ...group.tags, ...added };
  if (Object.keys(tags).length > mostTags) throw refuse();
  return tags;
}

export function withoutTags(
  group: Pick<GroupRecord, 'tags'>,
  keys: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(group.tags).filter(([key]) => !keys.includes(key)));
}

const characters = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

function check(key: string, value: string): void {
  if (key.toLowerCase().startsWith('aws:')) throw invalidTag('Tag keys cannot start with aws:.');
  if (key.length === 0 || key.length > 128 || !characters.test(key)) {
    throw invalidTag(`The tag key '${key.slice(0, 128)}' is invalid.`);
  }
  if (value.length > 256 || !characters.test(value)) {
    throw invalidTag(`The value of the tag '${key}' is invalid.`);
  }
}

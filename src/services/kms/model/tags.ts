import type { Tag } from '../../../aws/contract/kms.types.gen.ts';
import { doubledTag, reservedTag, tooManyTags } from '../errors.ts';

const mostTags = 50;

export function checkTags(tags: readonly Tag[]): void {
  const keys = tags.map(({ TagKey }) => TagKey);
  if (keys.some((key) => /^aws:/i.test(key))) throw reservedTag();
  if (new Set(keys).size < keys.length) throw doubledTag();
  if (keys.length > mostTags) throw tooManyTags();
}

/** Over those with the same keys. */
export function mergeTags(standing: readonly Tag[], added: readonly Tag[]): readonly Tag[] {
  checkTags(added);
  const merged = [...new Map([...standing, ...added].map((tag) => [tag.TagKey, tag])).values()];
  if (merged.length > mostTags) throw tooManyTags();
  return merged;
}

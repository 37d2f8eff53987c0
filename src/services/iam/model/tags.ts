import type { Tag } from '../../../aws/contract/iam.types.gen.ts';
import { duplicateTags, systemTag, tooManyTags } from '../errors.ts';

const MOST = 50;

/** Tags of a new entity. */
export function newTags(tags: readonly Tag[] = []): readonly Tag[] {
  return mergeTags([], tags);
}

/** `given` over `present`; keys differ by more than case. */
export function mergeTags(present: readonly Tag[], given: readonly Tag[]): readonly Tag[] {
  const keys = new Set(given.map(({ Key }) => Key.toLowerCase()));
  if (keys.size !== given.length) throw duplicateTags();
  if (given.some(({ Key }) => /^aws:/i.test(Key))) throw systemTag();
  const merged = [...present.filter(({ Key }) => !keys.has(Key.toLowerCase())), ...given];
  if (merged.length > MOST) throw tooManyTags();
  return merged.map(({ Key, Value }) => ({ Key, Value }));
}

export function withoutTags(present: readonly Tag[], removed: readonly string[]): readonly Tag[] {
  const keys = new Set(removed.map((key) => key.toLowerCase()));
  return present.filter(({ Key }) => !keys.has(Key.toLowerCase()));
}

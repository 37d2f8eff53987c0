import type { ResourceType, Tag, TagSpecification } from '../../../aws/contract/ec2.types.gen.ts';
import {
  badValue,
  emptyTagSpecification,
  invalidValue,
  missingParameter,
  noTagResourceType,
  reservedTag,
  tooManyTags,
  wrongTagResource,
} from '../errors.ts';
import type { ResourceRecord } from './records.ts';

const most = 50;

/** Tags that a resource is made with. `others` are types of what the same call makes beside it. */
export function newTags(
  specifications: readonly TagSpecification[] | undefined,
  type: ResourceType,
  others: readonly ResourceType[] = [],
): readonly Tag[] {
  let tags: readonly Tag[] = [];
  for (const { ResourceType, Tags } of specifications ?? []) {
    if (ResourceType === undefined) throw noTagResourceType();
    if (ResourceType !== type && !others.includes(ResourceType)) throw wrongTagResource(ResourceType);
    if (Tags === undefined || Tags.length === 0) throw emptyTagSpecification();
    if (ResourceType === type) tags = mergeTags(tags, Tags);
  }
  return tags;
}

export function mergeTags(present: readonly Tag[], given: readonly Tag[]): readonly Tag[] {
  const tags = new Map(present.map((tag) => [tag.Key, tag]));
  const seen = new Set<string>();
  for (const { Key, Value } of given) {
    if (Key === undefined || Key === '') throw missingParameter('Tag.Key');
    if (seen.has(Key)) throw invalidValue(`Duplicate tag key '${Key}' specified.`);
    seen.add(Key);
    if (Key.length > 127) throw badValue(Key, 'key', 'Tag keys can have at most 127 characters.');
    if (Value !== undefined && Value.length > 255) {
      throw badValue(Value, 'value', 'Tag values can have at most 255 characters.');
    }
    if (/^aws:/i.test(Key)) throw reservedTag();
    tags.set(Key, { Key, Value: Value ?? '' });
  }
  if (tags.size > most) throw tooManyTags();
  return [...tags.values()];
}

/** A tag without a value goes whatever its value is. */
export function withoutTags(present: readonly Tag[], removed: readonly Tag[] | undefined): readonly Tag[] {
  if (removed === undefined || removed.length === 0) return [];
  return present.filter(
    (tag) =>
      !removed.some(({ Key, Value }) => Key === tag.Key && (Value === undefined || Value === tag.Value)),
  );
}

export const tagsOf = ({ tags }: Pick<ResourceRecord, 'tags'>): Tag[] => [...tags];

import type { Tag } from '../../../aws/contract/s3.types.gen.ts';
import { invalidArgument, invalidTag } from '../errors.ts';

const MOST_OF_OBJECT = 10;
const MOST_OF_BUCKET = 50;

/** The `x-amz-tagging` header: `a=1&b=2`. */
export function tagsInHeader(text: string | undefined): readonly Tag[] {
  if (text === undefined || text === '') return [];
  const tags = [...new URLSearchParams(text)].map(([Key, Value]) => ({ Key, Value }));
  const keys = new Set(tags.map(({ Key }) => Key));
  if (keys.size !== tags.length || keys.has('')) {
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
    );
  }
  return checkedTags(tags, 'object');
}

/** Throws InvalidTag. */
export function checkedTags(tags: readonly Tag[], of: 'object' | 'bucket'): readonly Tag[] {
  const most = of === 'object' ? MOST_OF_OBJECT : MOST_OF_BUCKET;
  if (tags.length > most) {
    throw of === 'object'
      ? invalidTag('Object tags cannot be greater than 10')
      : invalidTag('Bucket tag count cannot be greater than 50');
  }
  if (new Set(tags.map(({ Key }) => Key)).size !== tags.length) {
    throw invalidTag('Cannot provide multiple Tags with the same key');
  }
  for (const { Key, Value } of tags) {
    if (Key === '' || Key.length > 128) throw invalidTag('The TagKey you have provided is invalid');
    if (Value.length > 256) throw invalidTag('The TagValue you have provided is invalid');
    if (/^aws:/i.test(Key)) throw invalidTag('System tags cannot be added/updated by requester');
  }
  return tags.map(({ Key, Value }) => ({ Key, Value }));
}

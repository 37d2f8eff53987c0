import { resourceNotFound, tooManyTags } from '../errors.ts';
import { readTags, writeTags } from '../model/tags.ts';
import { checkTags } from '../model/tags/check-tags.ts';
import { taggableArn } from '../model/tags/taggable.ts';
import type { EcsOperation } from '../operation.ts';

const limit = 50;

/** Adds tags to a resource, over those with the same keys. */
export const tagResource: EcsOperation<'TagResource'> = (input, call) => {
  checkTags(input.tags);
  const arn = taggableArn(call, input.resourceArn, resourceNotFound, 'write');
  const merged = new Map([...readTags(call, arn), ...input.tags].map((tag) => [tag.key, tag]));
  // Those that AWS itself manages do not count.
  const own = [...merged.keys()].filter((key) => key?.startsWith('aws:') !== true);
  if (own.length > limit) throw tooManyTags();
  writeTags(call, arn, [...merged.values()]);
  return {};
};

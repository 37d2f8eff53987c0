import { resourceToListNotFound } from '../errors.ts';
import { readTags } from '../model/tags.ts';
import { taggableArn } from '../model/tags/taggable.ts';
import type { EcsOperation } from '../operation.ts';

export const listTagsForResource: EcsOperation<'ListTagsForResource'> = (input, call) => ({
  tags: readTags(call, taggableArn(call, input.resourceArn, resourceToListNotFound, 'read')),
});

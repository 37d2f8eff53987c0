import { taggedParameter } from '../model/taggable.ts';
import type { SsmOperation } from '../operation.ts';

export const listTagsForResource: SsmOperation<'ListTagsForResource'> = (input, call) => ({
  TagList: [...taggedParameter(call, input.ResourceType, input.ResourceId).tags],
});

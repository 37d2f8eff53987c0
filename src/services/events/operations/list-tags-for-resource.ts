import { tagsOf } from '../model/taggable.ts';
import type { EventsOperation } from '../operation.ts';

export const listTagsForResource: EventsOperation<'ListTagsForResource'> = (input, call) => ({
  Tags: [...tagsOf(call, input.ResourceARN)],
});

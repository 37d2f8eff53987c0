import { setTags, tagsOf } from '../model/taggable.ts';
import type { EventsOperation } from '../operation.ts';

export const untagResource: EventsOperation<'UntagResource'> = (input, call) => {
  const left = tagsOf(call, input.ResourceARN).filter(({ Key }) => !input.TagKeys.includes(Key));
  setTags(call, input.ResourceARN, left);
  return {};
};

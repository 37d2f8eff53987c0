import { mergeTags } from '../model/find.ts';
import { setTags, tagsOf } from '../model/taggable.ts';
import type { EventsOperation } from '../operation.ts';

export const tagResource: EventsOperation<'TagResource'> = (input, call) => {
  setTags(call, input.ResourceARN, mergeTags(tagsOf(call, input.ResourceARN), input.Tags));
  return {};
};

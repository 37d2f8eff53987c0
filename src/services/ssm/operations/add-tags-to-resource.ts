import { tooManyTags } from '../errors.ts';
import { mostTags, taggedParameter } from '../model/taggable.ts';
import type { SsmOperation } from '../operation.ts';

/** Over those with the same keys. */
export const addTagsToResource: SsmOperation<'AddTagsToResource'> = (input, call) => {
  const parameter = taggedParameter(call, input.ResourceType, input.ResourceId);
  const tags = [...new Map([...parameter.tags, ...input.Tags].map((tag) => [tag.Key, tag])).values()];
  if (tags.length > mostTags) throw tooManyTags();
  call.tables.parameters.put({ ...parameter, tags });
  return {};
};

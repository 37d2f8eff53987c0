import { taggedParameter } from '../model/taggable.ts';
import type { SsmOperation } from '../operation.ts';

export const removeTagsFromResource: SsmOperation<'RemoveTagsFromResource'> = (input, call) => {
  const parameter = taggedParameter(call, input.ResourceType, input.ResourceId);
  const tags = parameter.tags.filter(({ Key }) => !input.TagKeys.includes(Key));
  call.tables.parameters.put({ ...parameter, tags });
  return {};
};

import { checkTags, taggedRepository } from '../model/resource-tags.ts';
import type { EcrOperation } from '../operation.ts';

/** Adds tags, over those with the same keys. */
export const tagResource: EcrOperation<'TagResource'> = (input, call) => {
  const repository = taggedRepository(call, input.resourceArn);
  const tags = checkTags([...repository.tags, ...input.tags]);
  call.tables.repositories.put({ ...repository, tags });
  return {};
};

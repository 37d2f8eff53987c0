import { taggedRepository } from '../model/resource-tags.ts';
import type { EcrOperation } from '../operation.ts';

export const untagResource: EcrOperation<'UntagResource'> = (input, call) => {
  const repository = taggedRepository(call, input.resourceArn);
  const tags = repository.tags.filter(({ Key: key }) => !input.tagKeys.includes(key));
  call.tables.repositories.put({ ...repository, tags });
  return {};
};

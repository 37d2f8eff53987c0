import { taggedRepository } from '../model/resource-tags.ts';
import type { EcrOperation } from '../operation.ts';

export const listTagsForResource: EcrOperation<'ListTagsForResource'> = (input, call) => ({
  tags: [...taggedRepository(call, input.resourceArn).tags],
});

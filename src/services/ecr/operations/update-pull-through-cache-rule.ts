import { pullThroughCacheRuleNotFound } from '../errors.ts';
import type { EcrOperation } from '../operation.ts';

/** There are none, see CreatePullThroughCacheRule. */
export const updatePullThroughCacheRule: EcrOperation<'UpdatePullThroughCacheRule'> = (input, call) => {
  throw pullThroughCacheRuleNotFound(input.ecrRepositoryPrefix, input.registryId ?? call.account);
};

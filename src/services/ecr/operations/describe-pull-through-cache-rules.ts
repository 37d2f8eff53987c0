import { pullThroughCacheRuleNotFound } from '../errors.ts';
import type { EcrOperation } from '../operation.ts';

/** There are none, see CreatePullThroughCacheRule. */
export const describePullThroughCacheRules: EcrOperation<'DescribePullThroughCacheRules'> = (input, call) => {
  const [prefix] = input.ecrRepositoryPrefixes ?? [];
  if (prefix !== undefined) throw pullThroughCacheRuleNotFound(prefix, input.registryId ?? call.account);
  return { pullThroughCacheRules: [] };
};

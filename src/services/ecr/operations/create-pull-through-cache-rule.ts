import { notSupported } from '../errors.ts';
import type { EcrOperation } from '../operation.ts';

/** A rule would promise images that nobody fetches. */
export const createPullThroughCacheRule: EcrOperation<'CreatePullThroughCacheRule'> = () => {
  throw notSupported('A pull through cache');
};

import { groupNamed } from '../model/groups.ts';
import type { LogsOperation } from '../operation.ts';

/** There are none: PutSubscriptionFilter is refused, since nothing would come of one. */
export const describeSubscriptionFilters: LogsOperation<'DescribeSubscriptionFilters'> = (input, call) => {
  groupNamed(call, input.logGroupName);
  return { subscriptionFilters: [] };
};

import { subscriptionFilterNotFound } from '../errors.ts';
import { groupNamed } from '../model/groups.ts';
import type { LogsOperation } from '../operation.ts';

/** There are none: PutSubscriptionFilter is refused, since nothing would come of one. */
export const deleteSubscriptionFilter: LogsOperation<'DeleteSubscriptionFilter'> = (
  { logGroupName },
  call,
) => {
  groupNamed(call, logGroupName);
  throw subscriptionFilterNotFound();
};

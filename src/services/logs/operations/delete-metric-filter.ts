import { metricFilterNotFound } from '../errors.ts';
import { groupNamed } from '../model/groups.ts';
import type { LogsOperation } from '../operation.ts';

/** There are none: PutMetricFilter is refused, since nothing would come of one. */
export const deleteMetricFilter: LogsOperation<'DeleteMetricFilter'> = ({ logGroupName }, call) => {
  groupNamed(call, logGroupName);
  throw metricFilterNotFound();
};

import { groupNamed } from '../model/groups.ts';
import type { LogsOperation } from '../operation.ts';

/** There are none: PutMetricFilter is refused, since nothing would come of one. */
export const describeMetricFilters: LogsOperation<'DescribeMetricFilters'> = ({ logGroupName }, call) => {
  if (logGroupName !== undefined) groupNamed(call, logGroupName);
  return { metricFilters: [] };
};

import { describeRule as described } from '../model/describe.ts';
import { ruleOf } from '../model/find.ts';
import type { EventsOperation } from '../operation.ts';

export const describeRule: EventsOperation<'DescribeRule'> = (input, call) => {
  const rule = ruleOf(call, input.Name, input.EventBusName);
  return { ...described(rule), CreatedBy: rule.createdBy };
};

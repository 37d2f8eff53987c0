import { ruleOf } from '../model/find.ts';
import { nextToken, pageOf } from '../model/page.ts';
import type { EventsOperation } from '../operation.ts';

export const listTargetsByRule: EventsOperation<'ListTargetsByRule'> = (input, call) => {
  const rule = ruleOf(call, input.Rule, input.EventBusName);
  const page = pageOf(rule.targets, ({ Id }) => Id, input);
  return { Targets: page.items, ...nextToken(page) };
};

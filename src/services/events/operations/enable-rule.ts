import { ruleOf } from '../model/find.ts';
import type { EventsOperation } from '../operation.ts';

export const enableRule: EventsOperation<'EnableRule'> = (input, call) => {
  const rule = ruleOf(call, input.Name, input.EventBusName);
  if (rule.state === 'DISABLED') {
    call.tables.rules.put({ ...rule, state: 'ENABLED', scheduledSince: call.now });
  }
  return {};
};

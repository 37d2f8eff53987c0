import { ruleOf } from '../model/find.ts';
import type { EventsOperation } from '../operation.ts';

export const disableRule: EventsOperation<'DisableRule'> = (input, call) => {
  const rule = ruleOf(call, input.Name, input.EventBusName);
  call.tables.rules.put({ ...rule, state: 'DISABLED' });
  return {};
};

import { ruleHasTargets } from '../errors.ts';
import { busOf } from '../model/find.ts';
import type { EventsOperation } from '../operation.ts';

/** A rule that is not there is as good as deleted. */
export const deleteRule: EventsOperation<'DeleteRule'> = (input, call) => {
  const { account, region } = call;
  const { name: bus } = busOf(call, input.EventBusName);
  const rule = call.tables.rules.get(account, region, bus, input.Name);
  if (rule === undefined) return {};
  if (rule.targets.length > 0) throw ruleHasTargets();
  call.tables.rules.delete(account, region, bus, input.Name);
  return {};
};

import { ruleOf } from '../model/find.ts';
import type { EventsOperation } from '../operation.ts';

export const removeTargets: EventsOperation<'RemoveTargets'> = (input, call) => {
  const rule = ruleOf(call, input.Rule, input.EventBusName);
  const known = new Set(rule.targets.map(({ Id }) => Id));
  const failed = input.Ids.filter((id) => !known.has(id)).map((id) => ({
    TargetId: id,
    ErrorCode: 'ResourceNotFoundException',
    ErrorMessage: `Rule '${rule.name}' does not have a target with the Id '${id}'.`,
  }));
  call.tables.rules.put({ ...rule, targets: rule.targets.filter(({ Id }) => !input.Ids.includes(Id)) });
  return { FailedEntryCount: failed.length, FailedEntries: failed };
};

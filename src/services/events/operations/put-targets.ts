import type { PutTargetsResultEntry, Target } from '../../../aws/contract/events.types.gen.ts';
import { limitExceeded } from '../errors.ts';
import { ruleOf } from '../model/find.ts';
import { refusal, targetKindOf } from '../model/check-target.ts';
import type { EventsOperation } from '../operation.ts';

/** AWS's quota. */
const mostTargets = 5;

/**
 * Adds targets to a rule, or replaces those with the same ids. A malformed one refuses the request; one of
 * a kind that Longshore cannot hand events to is told in `FailedEntries`, and the others are taken.
 */
export const putTargets: EventsOperation<'PutTargets'> = (input, call) => {
  const rule = ruleOf(call, input.Rule, input.EventBusName);
  const failed: PutTargetsResultEntry[] = [];
  const targets = new Map<string, Target>(rule.targets.map((target) => [target.Id, target]));
  for (const target of input.Targets) {
    const problem = refusal(call, targetKindOf(target), target);
    if (problem === undefined) targets.set(target.Id, target);
    else
      failed.push({ TargetId: target.Id, ErrorCode: 'UnsupportedOperationException', ErrorMessage: problem });
  }
  if (targets.size > mostTargets) throw limitExceeded();
  call.tables.rules.put({ ...rule, targets: [...targets.values()] });
  return { FailedEntryCount: failed.length, FailedEntries: failed };
};

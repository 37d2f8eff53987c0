import { lifecyclePolicyNotFound } from '../errors.ts';
import { parseLifecyclePolicy } from '../model/lifecycle/policy.ts';
import { theRepository } from '../model/repositories.ts';
import type { EcrOperation } from '../operation.ts';

/** Of the policy that is given, or of the repository's own. It is worked out when it is asked for. */
export const startLifecyclePolicyPreview: EcrOperation<'StartLifecyclePolicyPreview'> = (input, call) => {
  const record = theRepository(call, input);
  const policyText = input.lifecyclePolicyText ?? record.lifecycle?.policyText;
  if (policyText === undefined) throw lifecyclePolicyNotFound(record.name, record.account);
  parseLifecyclePolicy(policyText);
  call.tables.repositories.put({ ...record, preview: { policyText, startedAt: call.now } });
  return {
    registryId: record.account,
    repositoryName: record.name,
    lifecyclePolicyText: policyText,
    status: 'IN_PROGRESS',
  };
};

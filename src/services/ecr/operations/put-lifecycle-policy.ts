import { parseLifecyclePolicy } from '../model/lifecycle/policy.ts';
import { theRepository } from '../model/repositories.ts';
import type { EcrOperation } from '../operation.ts';

/** Carried out by the upkeep, from its next round on. */
export const putLifecyclePolicy: EcrOperation<'PutLifecyclePolicy'> = (input, call) => {
  const record = theRepository(call, input);
  const { lifecyclePolicyText: policyText } = input;
  parseLifecyclePolicy(policyText);
  call.tables.repositories.put({ ...record, lifecycle: { policyText } });
  return { registryId: record.account, repositoryName: record.name, lifecyclePolicyText: policyText };
};

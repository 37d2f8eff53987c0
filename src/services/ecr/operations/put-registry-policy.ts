import { invalidRegistryPolicy } from '../errors.ts';
import { isPolicy } from '../model/policy-text.ts';
import { registryOf } from '../model/repositories.ts';
import type { EcrOperation } from '../operation.ts';

/** Kept and echoed: who may push and pull, no policy decides here. */
export const putRegistryPolicy: EcrOperation<'PutRegistryPolicy'> = (input, call) => {
  const { policyText } = input;
  if (!isPolicy(policyText)) throw invalidRegistryPolicy();
  call.tables.registries.put({ ...registryOf(call.tables, call), policyText });
  return { registryId: call.account, policyText };
};

import { registryPolicyNotFound } from '../errors.ts';
import { registryOf } from '../model/repositories.ts';
import type { EcrOperation } from '../operation.ts';

export const deleteRegistryPolicy: EcrOperation<'DeleteRegistryPolicy'> = (_input, call) => {
  const { policyText, ...rest } = registryOf(call.tables, call);
  if (policyText === undefined) throw registryPolicyNotFound(call.account);
  call.tables.registries.put(rest);
  return { registryId: call.account, policyText };
};

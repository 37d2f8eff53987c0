import { registryPolicyNotFound } from '../errors.ts';
import { registryOf } from '../model/repositories.ts';
import type { EcrOperation } from '../operation.ts';

export const getRegistryPolicy: EcrOperation<'GetRegistryPolicy'> = (_input, call) => {
  const { policyText } = registryOf(call.tables, call);
  if (policyText === undefined) throw registryPolicyNotFound(call.account);
  return { registryId: call.account, policyText };
};

import { noSuchPolicy } from '../errors.ts';
import { keyOfAccount, ownKey } from '../model/find-key.ts';
import { checkPolicy, policyName, policyOf } from '../model/policies.ts';
import type { KmsOperation } from '../operation.ts';

export const getKeyPolicy: KmsOperation<'GetKeyPolicy'> = (input, call) => {
  const key = keyOfAccount(call, input.KeyId);
  checkName(input.PolicyName);
  return { Policy: policyOf(key), PolicyName: policyName };
};

export const putKeyPolicy: KmsOperation<'PutKeyPolicy'> = (input, call) => {
  const key = ownKey(call, input.KeyId, 'PutKeyPolicy');
  checkName(input.PolicyName);
  checkPolicy(call, input.Policy, input.BypassPolicyLockoutSafetyCheck);
  call.tables.keys.put({ ...key, policy: input.Policy });
  return {};
};

/** There is always the one. */
export const listKeyPolicies: KmsOperation<'ListKeyPolicies'> = (input, call) => {
  keyOfAccount(call, input.KeyId);
  return { PolicyNames: [policyName], Truncated: false };
};

function checkName(name = policyName): void {
  if (name !== policyName) throw noSuchPolicy();
}

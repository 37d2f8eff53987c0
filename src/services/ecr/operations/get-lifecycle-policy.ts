import { lifecyclePolicyNotFound } from '../errors.ts';
import { theRepository } from '../model/repositories.ts';
import type { EcrOperation } from '../operation.ts';

export const getLifecyclePolicy: EcrOperation<'GetLifecyclePolicy'> = (input, call) => {
  const { account, name, lifecycle } = theRepository(call, input);
  if (lifecycle === undefined) throw lifecyclePolicyNotFound(name, account);
  return {
    registryId: account,
    repositoryName: name,
    lifecyclePolicyText: lifecycle.policyText,
    ...(lifecycle.evaluatedAt === undefined ? {} : { lastEvaluatedAt: lifecycle.evaluatedAt / 1000 }),
  };
};

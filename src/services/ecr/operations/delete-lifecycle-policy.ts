import { lifecyclePolicyNotFound } from '../errors.ts';
import { theRepository } from '../model/repositories.ts';
import type { EcrOperation } from '../operation.ts';

export const deleteLifecyclePolicy: EcrOperation<'DeleteLifecyclePolicy'> = (input, call) => {
  const { lifecycle, ...record } = theRepository(call, input);
  if (lifecycle === undefined) throw lifecyclePolicyNotFound(record.name, record.account);
  call.tables.repositories.put(record);
  return {
    registryId: record.account,
    repositoryName: record.name,
    lifecyclePolicyText: lifecycle.policyText,
    ...(lifecycle.evaluatedAt === undefined ? {} : { lastEvaluatedAt: lifecycle.evaluatedAt / 1000 }),
  };
};

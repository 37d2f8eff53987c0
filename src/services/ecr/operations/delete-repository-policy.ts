import { repositoryPolicyNotFound } from '../errors.ts';
import { theRepository } from '../model/repositories.ts';
import type { EcrOperation } from '../operation.ts';

export const deleteRepositoryPolicy: EcrOperation<'DeleteRepositoryPolicy'> = (input, call) => {
  const { policyText, ...record } = theRepository(call, input);
  if (policyText === undefined) throw repositoryPolicyNotFound(record.name, record.account);
  call.tables.repositories.put(record);
  return { registryId: record.account, repositoryName: record.name, policyText };
};

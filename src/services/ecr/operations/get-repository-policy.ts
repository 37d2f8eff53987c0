import { repositoryPolicyNotFound } from '../errors.ts';
import { theRepository } from '../model/repositories.ts';
import type { EcrOperation } from '../operation.ts';

export const getRepositoryPolicy: EcrOperation<'GetRepositoryPolicy'> = (input, call) => {
  const { account, name, policyText } = theRepository(call, input);
  if (policyText === undefined) throw repositoryPolicyNotFound(name, account);
  return { registryId: account, repositoryName: name, policyText };
};

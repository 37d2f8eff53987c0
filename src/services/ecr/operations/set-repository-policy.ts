import { invalidRepositoryPolicy } from '../errors.ts';
import { isPolicy } from '../model/policy-text.ts';
import { theRepository } from '../model/repositories.ts';
import type { EcrOperation } from '../operation.ts';

/** Kept and echoed: who may push and pull, no policy decides here. */
export const setRepositoryPolicy: EcrOperation<'SetRepositoryPolicy'> = (input, call) => {
  const record = theRepository(call, input);
  const { policyText } = input;
  if (!isPolicy(policyText)) throw invalidRepositoryPolicy();
  call.tables.repositories.put({ ...record, policyText });
  return { registryId: record.account, repositoryName: record.name, policyText };
};

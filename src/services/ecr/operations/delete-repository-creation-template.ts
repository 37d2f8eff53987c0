import { templateNotFound } from '../errors.ts';
import type { EcrOperation } from '../operation.ts';

/** Repositories that it has made stay. */
export const deleteRepositoryCreationTemplate: EcrOperation<'DeleteRepositoryCreationTemplate'> = (
  { prefix },
  call,
) => {
  const { account, region, tables } = call;
  const found = tables.templates.get(account, region, prefix);
  if (found === undefined) throw templateNotFound(prefix, account);
  tables.templates.delete(account, region, prefix);
  return { registryId: account, repositoryCreationTemplate: found.template };
};

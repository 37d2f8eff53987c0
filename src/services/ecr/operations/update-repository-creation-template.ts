import { templateNotFound } from '../errors.ts';
import { checkTemplate, templateOf } from '../model/templates.ts';
import type { EcrOperation } from '../operation.ts';

/** What is not given stays as it is. */
export const updateRepositoryCreationTemplate: EcrOperation<'UpdateRepositoryCreationTemplate'> = (
  input,
  call,
) => {
  const { account, region, tables } = call;
  const { prefix } = input;
  const before = tables.templates.get(account, region, prefix);
  if (before === undefined) throw templateNotFound(prefix, account);
  const { imageTagMutabilityExclusionFilters: _, ...rest } = before.template;
  // Exclusions belong to the mode that they came with.
  const merged = { ...(input.imageTagMutability === undefined ? before.template : rest), ...input };
  checkTemplate(merged);
  const template = templateOf(merged, call.now);
  tables.templates.put({ account, region, prefix, template });
  return { registryId: account, repositoryCreationTemplate: template };
};

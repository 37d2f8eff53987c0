import { templateExists } from '../errors.ts';
import { checkTemplate, templateOf } from '../model/templates.ts';
import type { EcrOperation } from '../operation.ts';

/** Only those for CREATE_ON_PUSH have an effect here: nothing is cached or replicated. */
export const createRepositoryCreationTemplate: EcrOperation<'CreateRepositoryCreationTemplate'> = (
  input,
  call,
) => {
  const { account, region, tables } = call;
  const { prefix } = input;
  checkTemplate(input);
  if (tables.templates.get(account, region, prefix) !== undefined) throw templateExists(prefix, account);
  const template = templateOf(input, call.now);
  tables.templates.put({ account, region, prefix, template });
  return { registryId: account, repositoryCreationTemplate: template };
};

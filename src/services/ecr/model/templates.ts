import type {
  RepositoryCreationTemplate,
  UpdateRepositoryCreationTemplateRequest,
} from '../../../aws/contract/ecr.types.gen.ts';
import { invalidRepositoryPolicy } from '../errors.ts';
import { parseLifecyclePolicy } from './lifecycle/policy.ts';
import { isPolicy } from './policy-text.ts';
import { checkTags } from './resource-tags.ts';
import { checkedMutability } from './tag-mutability.ts';

/** What may be given of a template, checked as the operations on repositories would. */
export function checkTemplate(given: UpdateRepositoryCreationTemplateRequest): void {
  const { repositoryPolicy, lifecyclePolicy, resourceTags = [] } = given;
  checkedMutability(given.imageTagMutability, given.imageTagMutabilityExclusionFilters);
  if (repositoryPolicy !== undefined && repositoryPolicy !== '' && !isPolicy(repositoryPolicy)) {
    throw invalidRepositoryPolicy();
  }
  if (lifecyclePolicy !== undefined && lifecyclePolicy !== '') parseLifecyclePolicy(lifecyclePolicy);
  checkTags(resourceTags);
}

/** Stored as it is told; an empty policy takes one away. */
export function templateOf(
  { repositoryPolicy, lifecyclePolicy, ...given }: RepositoryCreationTemplate,
  now: number,
): RepositoryCreationTemplate {
  return {
    imageTagMutability: 'MUTABLE',
    encryptionConfiguration: { encryptionType: 'AES256' },
    createdAt: now / 1000,
    ...given,
    ...(repositoryPolicy ? { repositoryPolicy } : {}),
    ...(lifecyclePolicy ? { lifecyclePolicy } : {}),
    updatedAt: now / 1000,
  };
}

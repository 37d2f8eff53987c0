import type { RegistryParts } from '../registry/registry-call.ts';
import { checkedMutability } from './tag-mutability.ts';
import type { EcrTables, RegistryScope, RepositoryRecord, TemplateRecord } from './tables.ts';

/** For every name that no other prefix fits. */
const root = 'ROOT';

/** The repository that a push creates, where a template of the registry provides for it. */
export function createOnPush(
  { store, tables, clock }: Pick<RegistryParts, 'store' | 'tables' | 'clock'>,
  scope: RegistryScope,
  name: string,
): RepositoryRecord | undefined {
  const found = templateFor(tables, scope, name);
  if (found === undefined) return undefined;
  const { template } = found;
  const repository: RepositoryRecord = {
    ...scope,
    name,
    createdAt: clock.now(),
    ...checkedMutability(template.imageTagMutability, template.imageTagMutabilityExclusionFilters),
    scanOnPush: false,
    encryption: template.encryptionConfiguration ?? { encryptionType: 'AES256' },
    tags: template.resourceTags ?? [],
    ...(template.repositoryPolicy === undefined ? {} : { policyText: template.repositoryPolicy }),
    ...(template.lifecyclePolicy === undefined
      ? {}
      : { lifecycle: { policyText: template.lifecyclePolicy } }),
  };
  store.transaction(() => tables.repositories.put(repository));
  return repository;
}

/** The longest prefix that fits whole parts of the name. */
function templateFor(
  tables: EcrTables,
  { account, region }: RegistryScope,
  name: string,
): TemplateRecord | undefined {
  return tables.templates
    .select({ where: { account, region } })
    .filter(({ template }) => template.appliedFor?.includes('CREATE_ON_PUSH') === true)
    .filter(({ prefix }) => prefix === root || name.startsWith(`${prefix.replace(/\/$/, '')}/`))
    .toSorted((a, b) => rank(b) - rank(a))[0];
}

const rank = ({ prefix }: TemplateRecord): number => (prefix === root ? 0 : prefix.length);

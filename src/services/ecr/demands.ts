import type { Demand } from '../../aws/authorization.ts';
import { requestTags, resourceTags } from '../../aws/demands.ts';
import type { RequestContext, Service } from '../../aws/service.ts';
import type { EcrTables } from './model/tables.ts';

/** Operations that take a repository's name and still know no resources. */
const WITHOUT_RESOURCE: readonly string[] = ['CreatePullThroughCacheRule'];

/**
 * What a caller of ECR must be allowed: the operation, on the repositories that it names. A repository's own
 * policy has its say. Those that name none are about the registry, and know no resources, save for the one that
 * lists them.
 */
export function ecrDemands(tables: EcrTables): NonNullable<Service['demands']> {
  return (operation, input, context) => {
    if (typeof input !== 'object' || input === null) return [];
    const fields: Readonly<Record<string, unknown>> = { ...input };
    const action = `ecr:${operation}`;
    const { registryId } = fields;
    const account = typeof registryId === 'string' ? registryId : context.account;
    const names = repositoriesIn(operation, fields);
    if (names.length === 0) return [{ action, resource: '*', resourceAccount: account }];
    return names.flatMap((name) => {
      const demand = onRepository(tables, { action, account, name, fields, context });
      const isTagging = operation === 'CreateRepository' && tagsIn(fields).length > 0;
      return isTagging ? [demand, { ...demand, action: 'ecr:TagResource' }] : [demand];
    });
  };
}

function onRepository(
  tables: EcrTables,
  asked: {
    readonly action: string;
    readonly account: string;
    readonly name: string;
    readonly fields: Readonly<Record<string, unknown>>;
    readonly context: RequestContext;
  },
): Demand {
  const { action, account, name, fields, context } = asked;
  const { partition, region } = context;
  const repository = tables.repositories.get(account, region, name);
  const tags = repository?.tags ?? [];
  return {
    action,
    resource: `arn:${partition}:ecr:${region}:${account}:repository/${name}`,
    resourceAccount: account,
    ...(repository?.policyText !== undefined && { resourcePolicy: repository.policyText }),
    conditions: {
      ...requestTags(tagsIn(fields)),
      ...(Array.isArray(fields['tagKeys']) && {
        'aws:TagKeys': fields['tagKeys'].filter((key) => typeof key === 'string'),
      }),
      ...resourceTags(
        tags.map(({ Key, Value }) => [Key, Value]),
        'ecr',
      ),
    },
  };
}

function repositoriesIn(operation: string, fields: Readonly<Record<string, unknown>>): readonly string[] {
  if (WITHOUT_RESOURCE.includes(operation)) return [];
  const { repositoryName, repositoryNames, resourceArn } = fields;
  if (typeof repositoryName === 'string') return [repositoryName];
  if (Array.isArray(repositoryNames)) return repositoryNames.filter((name) => typeof name === 'string');
  if (typeof resourceArn === 'string') return [/:repository\/(.+)$/.exec(resourceArn)?.[1] ?? '*'];
  return operation === 'DescribeRepositories' ? ['*'] : [];
}

function tagsIn({ tags }: Readonly<Record<string, unknown>>): readonly (readonly [string, string])[] {
  const list: readonly unknown[] = Array.isArray(tags) ? tags : [];
  return list.flatMap((tag) =>
    typeof tag === 'object' && tag !== null && 'Key' in tag && 'Value' in tag
      ? [[String(tag.Key), String(tag.Value)] as const]
      : [],
  );
}

import type { Demand } from '../../aws/authorization.ts';
import type { SsmOperations, Tag } from '../../aws/contract/ssm.types.gen.ts';
import { type DemandTable, requestTags, resourceTags } from '../../aws/demands.ts';
import type { RequestContext } from '../../aws/service.ts';
import type { SsmTables } from './model/tables.ts';

type Conditions = NonNullable<Demand['conditions']>;

/** What a caller of the Parameter Store must be allowed: the operation, on each parameter that it names. */
export function ssmDemands(tables: SsmTables): DemandTable<SsmOperations> {
  const on = (
    action: string,
    names: readonly string[],
    context: RequestContext,
    more: Conditions = {},
  ): readonly Demand[] =>
    names.map((name) => ({
      action: `ssm:${action}`,
      resource: parameterArn(context, name),
      conditions: { ...more, ...tagsOf(tables, context, name) },
    }));
  const onOne =
    (action: string) =>
    ({ Name }: { readonly Name: string }, context: RequestContext): readonly Demand[] =>
      on(action, [Name], context);
  const onMany =
    (action: string) =>
    ({ Names }: { readonly Names: readonly string[] }, context: RequestContext): readonly Demand[] =>
      on(action, Names, context);

  return {
    DescribeParameters: (_input, context) => [
      {
        action: 'ssm:DescribeParameters',
        resource: `arn:${context.partition}:ssm:${context.region}:${context.account}:*`,
      },
    ],
    GetParameter: onOne('GetParameter'),
    GetParameterHistory: onOne('GetParameterHistory'),
    DeleteParameter: onOne('DeleteParameter'),
    LabelParameterVersion: onOne('LabelParameterVersion'),
    UnlabelParameterVersion: onOne('UnlabelParameterVersion'),
    GetParameters: onMany('GetParameters'),
    DeleteParameters: onMany('DeleteParameters'),
    GetParametersByPath: ({ Path, Recursive = false }, context) =>
      on('GetParametersByPath', [Path], context, { 'ssm:Recursive': String(Recursive) }),
    PutParameter: ({ Name, Overwrite = false, Tags = [], Policies }, context) => {
      const conditions = {
        'ssm:Overwrite': String(Overwrite),
        ...(Policies !== undefined && { 'ssm:Policies': Policies }),
        ...requestTags(pairs(Tags)),
      };
      const tagging =
        Tags.length > 0 ? on('AddTagsToResource', [Name], context, requestTags(pairs(Tags))) : [];
      return [...on('PutParameter', [Name], context, conditions), ...tagging];
    },
    AddTagsToResource: ({ ResourceId, ResourceType, Tags }, context) =>
      ResourceType === 'Parameter'
        ? on('AddTagsToResource', [ResourceId], context, requestTags(pairs(Tags)))
        : [{ action: 'ssm:AddTagsToResource', resource: '*' }],
    RemoveTagsFromResource: ({ ResourceId, ResourceType, TagKeys }, context) =>
      ResourceType === 'Parameter'
        ? on('RemoveTagsFromResource', [ResourceId], context, { 'aws:TagKeys': TagKeys })
        : [{ action: 'ssm:RemoveTagsFromResource', resource: '*' }],
    ListTagsForResource: ({ ResourceId, ResourceType }, context) =>
      ResourceType === 'Parameter'
        ? on('ListTagsForResource', [ResourceId], context)
        : [{ action: 'ssm:ListTagsForResource', resource: '*' }],
  };
}

/** A version or label after the name is not part of the resource. */
function parameterArn({ partition, region, account }: RequestContext, name: string): string {
  if (name.startsWith('arn:')) return name.split(':').slice(0, 6).join(':');
  const [bare = ''] = name.split(':', 1);
  return `arn:${partition}:ssm:${region}:${account}:parameter${bare.startsWith('/') ? '' : '/'}${bare}`;
}

function tagsOf(tables: SsmTables, { account, region }: RequestContext, name: string): Conditions {
  const [bare = ''] = name.split(':', 1);
  const tags = tables.parameters.get(account, region, bare)?.tags ?? [];
  return resourceTags(pairs(tags), 'ssm');
}

const pairs = (tags: readonly Tag[]): readonly (readonly [string, string])[] =>
  tags.map(({ Key, Value }) => [Key, Value]);

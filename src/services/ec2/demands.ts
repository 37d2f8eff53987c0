import { arn } from '../../aws/arn.ts';
import type { Demand } from '../../aws/authorization.ts';
import type { RequestContext } from '../../aws/service.ts';
import { parameterNamed } from './model/image-alias.ts';
import { type Kind, kindOfId } from './model/kinds.ts';
import type { Ec2Tables } from './model/tables.ts';

/** Members of requests that name resources: theirs are the ARNs that a call is weighed by. */
const naming = /(?:Id|Ids|Resources)$/;

/** What a call makes is weighed before it has an id, so any of its kind is meant. */
const made: Readonly<Record<string, Kind>> = {
  AllocateAddress: 'elastic-ip',
  CreateDefaultSubnet: 'subnet',
  CreateDefaultVpc: 'vpc',
  CreateDhcpOptions: 'dhcp-options',
  CreateEgressOnlyInternetGateway: 'egress-only-internet-gateway',
  CreateFlowLogs: 'vpc-flow-log',
  CreateInternetGateway: 'internet-gateway',
  CreateKeyPair: 'key-pair',
  CreateLaunchTemplate: 'launch-template',
  CreateManagedPrefixList: 'prefix-list',
  CreateNatGateway: 'natgateway',
  CreateNetworkAcl: 'network-acl',
  CreateNetworkInterface: 'network-interface',
  CreateRouteTable: 'route-table',
  CreateSecurityGroup: 'security-group',
  CreateSubnet: 'subnet',
  CreateVpc: 'vpc',
  CreateVpcEndpoint: 'vpc-endpoint',
  ImportKeyPair: 'key-pair',
  RunInstances: 'instance',
};

/** What a call needs, by the resources that it names and makes; what looks at things knows none on AWS either. */
export function demandsOf(
  tables: Ec2Tables,
  operation: string,
  input: unknown,
  context: RequestContext,
): Demand[] {
  const action = `ec2:${operation}`;
  const given = new Map<string, unknown>(
    typeof input === 'object' && input !== null ? Object.entries(input) : [],
  );
  const requested = requestTags(given);
  const images = imageDemands(tables, given, context);
  if (/^(Describe|Get)/.test(operation)) return [{ action, resource: '*' }, ...images];
  const kind = made[operation];
  const demands = [
    ...(kind === undefined ? [] : [{ action, resource: arn(context, 'ec2', `${kind}/*`) }]),
    ...[...given].flatMap(([name, value]) =>
      naming.test(name) ? idsIn(value).flatMap((id) => demandFor(tables, action, id, context)) : [],
    ),
  ];
  if (demands.length === 0) return [{ action, resource: '*', conditions: requested }];
  return [
    ...demands.map((demand) => ({ ...demand, conditions: { ...demand.conditions, ...requested } })),
    ...taggingDemands(operation, given.get('TagSpecifications'), context),
    ...images,
  ];
}

/** Whoever gives tags to what he makes must be allowed to tag, too. */
function taggingDemands(operation: string, specifications: unknown, context: RequestContext): Demand[] {
  return elementsOf(specifications).flatMap((specification) => {
    const type = specification.get('ResourceType');
    if (typeof type !== 'string') return [];
    const conditions = { 'ec2:CreateAction': operation, ...tagConditions(specification.get('Tags')) };
    return [{ action: 'ec2:CreateTags', resource: arn(context, 'ec2', `${type}/*`), conditions }];
  });
}

/** An image that a parameter names is read in the caller's name: what the parameter holds shows, if only in an error. */
function imageDemands(
  tables: Ec2Tables,
  given: ReadonlyMap<string, unknown>,
  context: RequestContext,
): Demand[] {
  const names = imagesNamed(tables, given, context).flatMap((image) =>
    typeof image === 'string' ? (parameterNamed(image) ?? []) : [],
  );
  return [...new Set(names)].map((name) => ({
    action: 'ssm:GetParameters',
    resource: arn(context, 'ssm', `parameter/${name.replace(/^\//, '').replace(/:[^/]*$/, '')}`),
  }));
}

function imagesNamed(
  tables: Ec2Tables,
  given: ReadonlyMap<string, unknown>,
  context: RequestContext,
): unknown[] {
  const [data] = elementsOf([given.get('LaunchTemplateData')]);
  const [template] = elementsOf([given.get('LaunchTemplate')]);
  const named = [given.get('ImageId'), data?.get('ImageId')];
  // Those of a template are looked up by a launch, and when an answer is to show what they stand for.
  const source = template ?? (given.get('ResolveAlias') === true ? given : undefined);
  if (source === undefined) return named;
  const [id, name] = [source.get('LaunchTemplateId'), source.get('LaunchTemplateName')];
  const isAny = id === undefined && name === undefined;
  const meant = tables['launch-template']
    .list(context)
    .filter((each) => isAny || each.id === id || each.name === name);
  const versions = meant.flatMap((each) => tables['launch-template-version'].listIn(context, each.id));
  return [...named, ...versions.map((version) => version.data.ImageId)];
}

function demandFor(tables: Ec2Tables, action: string, id: string, context: RequestContext): Demand[] {
  const kind = kindOfId(id);
  if (kind === undefined) return [];
  const resource = arn(context, 'ec2', `${kind}/${id}`);
  const row = rowOf(tables, kind, id, context);
  const conditions: Record<string, string> = {};
  for (const { Key = '', Value = '' } of row?.tags ?? []) conditions[`aws:ResourceTag/${Key}`] = Value;
  if (row !== undefined && 'vpcId' in row && typeof row.vpcId === 'string') {
    conditions['ec2:Vpc'] = arn(context, 'ec2', `vpc/${row.vpcId}`);
  }
  return [{ action, resource, conditions }];
}

function rowOf(tables: Ec2Tables, kind: string, id: string, context: RequestContext) {
  switch (kind) {
    case 'vpc':
    case 'subnet':
    case 'security-group':
    case 'route-table':
    case 'internet-gateway':
    case 'network-interface':
    case 'network-acl':
    case 'instance':
    case 'vpc-endpoint':
    case 'natgateway':
    case 'elastic-ip':
    case 'launch-template':
      return tables[kind].get(context, id);
    default:
      return undefined;
  }
}

const idsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
};

/** The tags that a call gives to what it makes. */
const requestTags = (given: ReadonlyMap<string, unknown>): Record<string, string | string[]> =>
  tagConditions([
    ...elementsOf(given.get('TagSpecifications')).flatMap((each) => listOf(each.get('Tags'))),
    ...listOf(given.get('Tags')),
  ]);

function tagConditions(list: unknown): Record<string, string | string[]> {
  const tags = elementsOf(list).flatMap((tag): [string, string][] => {
    const [key, value] = [tag.get('Key'), tag.get('Value')];
    return typeof key === 'string' ? [[key, typeof value === 'string' ? value : '']] : [];
  });
  if (tags.length === 0) return {};
  return {
    ...Object.fromEntries(tags.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    'aws:TagKeys': tags.map(([key]) => key),
  };
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const elementsOf = (value: unknown): ReadonlyMap<string, unknown>[] =>
  listOf(value).flatMap((each) =>
    typeof each === 'object' && each !== null ? [new Map<string, unknown>(Object.entries(each))] : [],
  );

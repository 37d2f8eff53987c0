import type { Demand } from '../../aws/authorization.ts';
import { passRole, requestTags, resourceTags } from '../../aws/demands.ts';
import type { RequestContext, Service } from '../../aws/service.ts';
import { type EntityKind, entityArn } from './model/names.ts';
import { policyNamed } from './model/policies.ts';
import type { IamTables } from './model/tables.ts';
import { servicePath } from './operations/service-linked-roles.ts';

type Input = Readonly<Record<string, unknown>>;
type Tag = { readonly Key: string; readonly Value: string };
interface Entity {
  readonly name: string;
  readonly path: string;
  readonly tags: readonly Tag[];
  readonly boundary?: string;
}

/**
 * What a caller of IAM must be allowed. Operations name what they are about by the same members, so the
 * resource follows from the input: the entity as it is, or as it will be.
 */
export function iamDemands(tables: IamTables): NonNullable<Service['demands']> {
  return (operation, input, context) => {
    if (!isInput(input)) return [];
    const entity = subject(operation, input, context, tables);
    const demand: Demand = {
      action: `iam:${operation}`,
      resource: entity?.arn ?? '*',
      conditions: {
        ...requestTags(tagsIn(input).map(({ Key, Value }) => [Key, Value])),
        ...tagKeysIn(input),
        ...resourceTags(
          (entity?.tags ?? []).map(({ Key, Value }) => [Key, Value]),
          'iam',
        ),
        ...named('iam:PermissionsBoundary', input['PermissionsBoundary'] ?? entity?.boundary),
        ...(/^(?:At|De)tach/.test(operation) && named('iam:PolicyARN', input['PolicyArn'])),
        ...named('iam:AWSServiceName', input['AWSServiceName']),
      },
    };
    if (operation !== 'AddRoleToInstanceProfile') return [demand];
    const role = entityOf('role', textIn(input, 'RoleName') ?? '', context, tables);
    return [demand, passRole(role.arn, 'ec2.amazonaws.com')];
  };
}

type Subject = Partial<Entity> & { readonly arn: string };

/** `undefined` for operations that are about none in particular. */
function subject(
  operation: string,
  input: Input,
  context: RequestContext,
  tables: IamTables,
): Subject | undefined {
  const { account } = context;
  const service = textIn(input, 'AWSServiceName');
  if (service !== undefined) {
    return { arn: entityArn(context, 'role', { account, path: servicePath(service), name: '*' }) };
  }
  for (const [member, kind] of members) {
    const name = textIn(input, member);
    if (name !== undefined) return entityOf(kind, name, context, tables, textIn(input, 'Path'));
  }
  const policyName = operation === 'CreatePolicy' ? textIn(input, 'PolicyName') : undefined;
  if (policyName !== undefined) {
    return entityOf('policy', policyName, context, tables, textIn(input, 'Path'));
  }
  const arn = textIn(input, 'PolicyArn') ?? textIn(input, 'OpenIDConnectProviderArn');
  if (arn !== undefined) return { arn, tags: policyNamed({ tables, account }, arn)?.tags ?? [] };
  const source = textIn(input, 'PolicySourceArn');
  if (source !== undefined) return { arn: source };
  const url = operation === 'CreateOpenIDConnectProvider' ? textIn(input, 'Url') : undefined;
  if (url !== undefined) {
    return {
      arn: `arn:${context.partition}:iam::${account}:oidc-provider/${url.replace(/^https:\/\//, '')}`,
    };
  }
  return AIMED_AT_CALLER.includes(operation) && context.principalArn.includes(':user/')
    ? { arn: context.principalArn }
    : undefined;
}

/** By which member an operation names what it is about; the first that is there counts. */
const members: readonly (readonly [member: string, kind: EntityKind])[] = [
  ['InstanceProfileName', 'instance-profile'],
  ['GroupName', 'group'],
  ['UserName', 'user'],
  ['RoleName', 'role'],
];

/** Operations that are about the caller unless they name a user. */
const AIMED_AT_CALLER: readonly string[] = [
  'GetUser',
  'CreateAccessKey',
  'ListAccessKeys',
  'UpdateAccessKey',
  'DeleteAccessKey',
];

function entityOf(
  kind: EntityKind,
  name: string,
  context: RequestContext,
  tables: IamTables,
  path = '/',
): Subject {
  const { account } = context;
  const entity = lookUp(kind, name, account, tables);
  return { ...entity, arn: entityArn(context, kind, { account, path, name, ...entity }) };
}

function lookUp(kind: EntityKind, name: string, account: string, tables: IamTables): Entity | undefined {
  switch (kind) {
    case 'role':
      return tables.roles.get(account, name);
    case 'user':
      return tables.users.get(account, name);
    case 'group':
      return tables.groups.get(account, name);
    case 'policy':
      return tables.policies.get(account, name);
    case 'instance-profile':
      return tables.profiles.get(account, name);
    default:
      return kind satisfies never;
  }
}

const isInput = (input: unknown): input is Input => typeof input === 'object' && input !== null;

function textIn(input: Input, member: string): string | undefined {
  const value = input[member];
  return typeof value === 'string' ? value : undefined;
}

function tagsIn({ Tags }: Input): readonly Tag[] {
  return Array.isArray(Tags) ? Tags.filter(isTag) : [];
}

const isTag = (value: unknown): value is Tag =>
  isInput(value) && typeof value['Key'] === 'string' && typeof value['Value'] === 'string';

function tagKeysIn({ TagKeys }: Input): NonNullable<Demand['conditions']> {
  if (!Array.isArray(TagKeys)) return {};
  return { 'aws:TagKeys': TagKeys.filter((key) => typeof key === 'string') };
}

const named = (key: string, value: unknown): NonNullable<Demand['conditions']> =>
  typeof value === 'string' ? { [key]: value } : {};

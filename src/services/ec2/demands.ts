import { arn } from '../../aws/arn.ts';
import type { Demand } from '../../aws/authorization.ts';
import type { RequestContext } from '../../aws/service.ts';
import { kindOfId } from './model/kinds.ts';
import type { Ec2Tables } from './model/tables.ts';

/** Members of requests that name resources: theirs are the ARNs that a call is weighed by. */
const naming = /(?:Id|Ids|Resources)$/;

/** What a call needs, by the resources that it names; what looks at things knows none on AWS either. */
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
  if (/^(Describe|Get)/.test(operation)) return [{ action, resource: '*' }];
  const demands = [...given].flatMap(([name, value]) =>
    naming.test(name) ? idsIn(value).flatMap((id) => demandFor(tables, action, id, context)) : [],
  );
  if (demands.length === 0) return [{ action, resource: '*', conditions: requested }];
  return demands.map((demand) => ({ ...demand, conditions: { ...demand.conditions, ...requested } }));
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
function requestTags(given: ReadonlyMap<string, unknown>): Record<string, string | string[]> {
  const tags: [string, string][] = [];
  const gather = (list: unknown): void => {
    for (const tag of Array.isArray(list) ? list : []) {
      if (typeof tag !== 'object' || tag === null || !('Key' in tag)) continue;
      tags.push([String(tag.Key), 'Value' in tag ? String(tag.Value) : '']);
    }
  };
  gather(given.get('Tags'));
  const specifications = given.get('TagSpecifications');
  for (const each of Array.isArray(specifications) ? specifications : []) {
    if (typeof each === 'object' && each !== null && 'Tags' in each) gather(each.Tags);
  }
  if (tags.length === 0) return {};
  return {
    ...Object.fromEntries(tags.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    'aws:TagKeys': tags.map(([key]) => key),
  };
}

import type { Demand } from '../../aws/authorization.ts';
import { requestTags, resourceTags } from '../../aws/demands.ts';
import type { RequestContext, Service } from '../../aws/service.ts';
import { streamArn } from './model/identifiers.ts';
import type { LogsTables } from './model/tables.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Operations on one stream; what else names a stream is about its group. */
const ON_STREAM: readonly string[] = ['CreateLogStream', 'DeleteLogStream', 'GetLogEvents', 'PutLogEvents'];

/**
 * What a caller of CloudWatch Logs must be allowed: the operation, on the group or stream that it names. A
 * group is `…:log-group:NAME:log-stream:` to IAM, so policies name it with `:*` at its end.
 */
export function logsDemands(tables: LogsTables): NonNullable<Service['demands']> {
  return (operation, input, context) => {
    if (typeof input !== 'object' || input === null) return [];
    const fields: Fields = { ...input };
    const action = `logs:${operation}`;
    const conditions = conditionsOf(fields);
    const resourceArn = textIn(fields, 'resourceArn');
    if (resourceArn !== undefined) {
      const tags = tagsOf(tables, context, /:log-group:([^:]+)/.exec(resourceArn)?.[1]);
      return [{ action, resource: resourceArn, conditions: { ...conditions, ...tags } }];
    }
    const groups = groupsIn(fields);
    if (groups.length === 0) {
      // The text that people know from their refusals: a group without a name.
      const isList = operation === 'DescribeLogGroups' || operation === 'ListLogGroups';
      return [{ action, resource: isList ? streamArn(context, '', '') : '*', conditions }];
    }
    return groups.map((group): Demand => {
      const stream = ON_STREAM.includes(operation) ? (textIn(fields, 'logStreamName') ?? '') : '';
      const [name, resource] = group.startsWith('arn:')
        ? [/:log-group:([^:]+)/.exec(group)?.[1] ?? '', `${group.replace(/:\*$/, '')}:log-stream:${stream}`]
        : [group, streamArn(context, group, stream)];
      return { action, resource, conditions: { ...conditions, ...tagsOf(tables, context, name) } };
    });
  };
}

function groupsIn(fields: Fields): readonly string[] {
  const one = textIn(fields, 'logGroupName') ?? textIn(fields, 'logGroupIdentifier');
  if (one !== undefined) return [one];
  const { logGroupIdentifiers: many } = fields;
  return Array.isArray(many) ? many.filter((group) => typeof group === 'string') : [];
}

function conditionsOf({ tags, tagKeys }: Fields): NonNullable<Demand['conditions']> {
  // Of UntagLogGroup, tags are keys.
  const keys = Array.isArray(tagKeys) ? tagKeys : Array.isArray(tags) ? tags : undefined;
  if (keys !== undefined) return { 'aws:TagKeys': keys.filter((key) => typeof key === 'string') };
  if (typeof tags !== 'object' || tags === null) return {};
  return requestTags(Object.entries(tags).map(([key, value]: [string, unknown]) => [key, String(value)]));
}

function tagsOf(
  tables: LogsTables,
  { account, region }: RequestContext,
  group: string | undefined,
): NonNullable<Demand['conditions']> {
  const record = group === undefined ? undefined : tables.groups.get(account, region, group);
  return resourceTags(Object.entries(record?.tags ?? {}));
}

function textIn(fields: Fields, member: string): string | undefined {
  const value = fields[member];
  return typeof value === 'string' ? value : undefined;
}

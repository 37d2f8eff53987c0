import type { Demand } from './authorization.ts';
import type { RequestContext, Service } from './service.ts';

/** What each operation of a generated `…Operations` interface needs, for those that need more than their own name. */
export type DemandTable<Operations> = {
  readonly [Name in keyof Operations]?: Operations[Name] extends { input: infer Input }
    ? (input: Input, context: RequestContext) => readonly Demand[]
    : never;
};

/** A service's `demands`: by its table, and where that says nothing, the operation on all resources. */
export function demandsBy<Operations>(
  prefix: string,
  table: DemandTable<Operations>,
): NonNullable<Service['demands']> {
  const byName = new Map<string, unknown>(Object.entries(table));
  return (operation, input, context) => {
    const demands = byName.get(operation);
    if (typeof demands !== 'function') return [plainDemand(prefix, operation)];
    const found: readonly Demand[] = demands(input, context);
    return found;
  };
}

export const plainDemand = (prefix: string, operation: string): Demand => ({
  action: `${prefix}:${operation}`,
  resource: '*',
});

type Conditions = NonNullable<Demand['conditions']>;

/** Conditions of the tags that a request gives: `aws:RequestTag/KEY` and `aws:TagKeys`. */
export function requestTags(tags: readonly (readonly [key: string, value: string])[]): Conditions {
  if (tags.length === 0) return {};
  return {
    ...Object.fromEntries(tags.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    'aws:TagKeys': tags.map(([key]) => key),
  };
}

/** Conditions of the tags that a resource has, under the global name and the service's own (`ecs:ResourceTag`). */
export function resourceTags(
  tags: readonly (readonly [key: string, value: string])[],
  prefix?: string,
): Conditions {
  return Object.fromEntries(
    tags.flatMap(([key, value]) => [
      [`aws:ResourceTag/${key}`, value],
      ...(prefix === undefined ? [] : [[`${prefix}:ResourceTag/${key}`, value]]),
    ]),
  );
}

/** Handing a role to a service of AWS is a permission of its own, on the role. */
export const passRole = (role: string, service: string): Demand => ({
  action: 'iam:PassRole',
  resource: role,
  conditions: { 'iam:PassedToService': service },
});

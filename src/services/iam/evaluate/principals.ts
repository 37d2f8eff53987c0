/** Who makes a request, as policies of resources name him. */
export interface Principal {
  readonly account: string;
  /** Of the user, the session, the account's root. */
  readonly arn: string;
  /** The role of a session, the user of his session. */
  readonly entityArn?: string;
  /** `AIDA…`, `AROA…`: what AWS makes of the ARN of an entity that was deleted. */
  readonly entityId?: string;
  /** `ecs-tasks.amazonaws.com`, of calls that a service of AWS makes. */
  readonly service?: string;
  /** An identity provider, of those that it vouches for. */
  readonly federated?: string;
}

/**
 * How closely a policy names who calls. It decides what else must allow the call: an account only hands the
 * decision on to its own policies; a session is beyond what limits its role.
 */
export type Closeness = 'session' | 'entity' | 'everyone' | 'account';

export interface Principals {
  /** `undefined`: not named. */
  find(principal: Principal): Closeness | undefined;
}

/** Reads a `Principal` element: `"*"`, or lists by kind. */
export function compilePrincipals(given: unknown): Principals {
  const entries = entriesOf(given);
  return {
    find(principal) {
      const found = new Set(entries.map(([kind, name]) => closenessOf(kind, name, principal)));
      return order.find((closeness) => found.has(closeness));
    },
  };
}

const order: readonly Closeness[] = ['session', 'entity', 'everyone', 'account'];

function closenessOf(kind: string, name: string, principal: Principal): Closeness | undefined {
  const { account, arn, entityArn, entityId, service, federated } = principal;
  switch (kind) {
    case '*':
      return 'everyone';
    case 'Service':
      return service !== undefined && (name === service || name === '*') ? 'entity' : undefined;
    case 'Federated':
      return federated !== undefined && (name === federated || name === '*') ? 'entity' : undefined;
    case 'AWS': {
      if (service !== undefined || federated !== undefined) return undefined;
      if (name === '*') return 'everyone';
      if (name === account || accountIn(name) === account) return 'account';
      if (name === arn) return entityArn === undefined || entityArn === arn ? 'entity' : 'session';
      return name === entityArn || name === entityId ? 'entity' : undefined;
    }
    default:
      return undefined;
  }
}

const accountIn = (name: string): string | undefined => /^arn:[^:]+:iam::(\d{12}):root$/.exec(name)?.[1];

/** Pairs of kind and name. */
export function entriesOf(given: unknown): readonly (readonly [kind: string, name: string])[] {
  if (given === '*') return [['*', '*']];
  if (typeof given !== 'object' || given === null) return [];
  return Object.entries(given).flatMap(([kind, names]: [string, unknown]) => {
    const list: readonly unknown[] = Array.isArray(names) ? names : [names];
    return list.flatMap((name) => (typeof name === 'string' ? [[kind, name] as const] : []));
  });
}

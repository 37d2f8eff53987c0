/**
 * Amazon Resource Names. The branded types are made only here, so that a plain string is never taken
 * for an ARN of a certain kind. Formats: the "Resource types" tables of the service authorization
 * reference, long forms only for what is built; old short forms are understood when parsed.
 */
declare const arnKind: unique symbol;

export type Arn<Kind extends string = string> = string & { readonly [arnKind]: Kind };

/** Where an ARN belongs. A `RequestContext` is one. */
export interface ArnScope {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** An ARN taken apart; `region` and `account` are empty where a service is global. */
export interface ArnParts extends ArnScope {
  readonly service: string;
  /** All that follows the fifth colon: `cluster/default`, `role/x`, `root`. */
  readonly resource: string;
}

const PARTITIONS: readonly (readonly [prefix: string, partition: string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-isob-', 'aws-iso-b'],
  ['us-iso-', 'aws-iso'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-isof-', 'aws-iso-f'],
  ['eusc-', 'aws-eusc'],
];

export function partitionOf(region: string): string {
  return PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
}

/** `undefined` where the text has not the form `arn:partition:service:region:account:resource`. */
export function parseArn(text: string): ArnParts | undefined {
  const match = /^arn:([^:]+):([^:]+):([^:]*):([^:]*):(.+)$/s.exec(text);
  if (match === null) return undefined;
  const [, partition = '', service = '', region = '', account = '', resource = ''] = match;
  return { partition, service, region, account, resource };
}

/** Builds an ARN of any service: `arn(scope, 'logs', 'log-group:/ecs/web')`. */
export function arn<Kind extends string = string>(
  scope: ArnScope,
  service: string,
  resource: string,
): Arn<Kind> {
  return brand<Kind>(`arn:${scope.partition}:${service}:${scope.region}:${scope.account}:${resource}`);
}

/** The account's root principal, as `registeredBy` shows it for calls without a role. */
export function rootArn(scope: Pick<ArnScope, 'partition' | 'account'>): Arn<'root'> {
  return brand(`arn:${scope.partition}:iam::${scope.account}:root`);
}

export function roleArn(scope: Pick<ArnScope, 'partition' | 'account'>, path: string): Arn<'role'> {
  return brand(`arn:${scope.partition}:iam::${scope.account}:role/${path}`);
}

function brand<Kind extends string>(text: string): Arn<Kind> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place where the brand is given
  return text as Arn<Kind>;
}

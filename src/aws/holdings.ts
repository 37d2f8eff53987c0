/** Whose resources, and where; a member that is absent leaves that open. */
export interface ResourceScope {
  /** Twelve digits. */
  readonly account?: string;
  readonly region?: string;
}

/** Rows of one table that lie in a scope, as they were when they were looked for. */
export interface HeldRows {
  readonly table: string;
  /** As they are told to people: without what opens something. */
  readonly rows: readonly unknown[];
  remove(): void;
}

/** One table of a service, as `POST /_longshore/reset` and `GET /_longshore/state` see it. */
export type Held = (scope: ResourceScope) => HeldRows;

/** All that a service keeps. Every service has one: what it leaves out, no reset would remove. */
export interface Holdings {
  /** Its signing name: `ecs`. */
  readonly service: string;
  readonly tables: readonly Held[];
  /** Ends what is at work on behalf of what is to go. Rejects when something would stay behind. */
  readonly before?: (scope: ResourceScope, signal: AbortSignal) => Promise<void>;
  /** Removes what rows pointed to: files, above all. */
  readonly after?: () => Promise<void>;
}

interface Rows<Row> {
  readonly name: string;
  select(): Row[];
  remove(row: Row): boolean;
}

/**
 * A table whose rows tell their scope by themselves; what is of no region (IAM) or no account leaves that
 * out, and goes only when it was not asked for either. `told` leaves out what nobody should read.
 */
export function held<Row>(
  table: Rows<Row>,
  scopeOf: (row: Row) => ResourceScope,
  told: (row: Row) => unknown = (row) => row,
): Held {
  return (scope) => {
    const found = table.select().filter((row) => isWithin(scopeOf(row), scope));
    return {
      table: table.name,
      rows: found.map(told),
      remove: () => found.forEach((row) => table.remove(row)),
    };
  };
}

function isWithin(of: ResourceScope, { account, region }: ResourceScope): boolean {
  if (account !== undefined && of.account !== account) return false;
  return region === undefined || of.region === region;
}

/** `arn:aws:ecs:REGION:ACCOUNT:…` */
export function scopeOfArn(arn: string): ResourceScope {
  const [, , , region = '', account = ''] = arn.split(':', 6);
  return { ...(account !== '' && { account }), ...(region !== '' && { region }) };
}

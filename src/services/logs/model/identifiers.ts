import { arn, type ArnScope, parseArn } from '../../../aws/arn.ts';
import { groupNamedTwice, groupNotFound, groupNotNamed } from '../errors.ts';

/** The two ARNs that AWS tells of a log group: with `:*` for policies on its streams, and without. */
export const groupArn = (scope: ArnScope, name: string): string => arn(scope, 'logs', `log-group:${name}`);
export const groupArnWithStreams = (scope: ArnScope, name: string): string => `${groupArn(scope, name)}:*`;

export const streamArn = (scope: ArnScope, group: string, stream: string): string =>
  arn(scope, 'logs', `log-group:${group}:log-stream:${stream}`);

/**
 * The name in a group's name or ARN; one that ends with `:*` the contract refuses. What belongs to another
 * account or region is not here: the error is that of a group that does not exist.
 */
export function groupNameOf(scope: ArnScope, identifier: string): string {
  if (!identifier.startsWith('arn:')) return identifier;
  const parts = parseArn(identifier);
  const name = /^log-group:([^:]+)$/.exec(parts?.resource ?? '')?.[1];
  const isHere =
    parts?.service === 'logs' && parts.region === scope.region && parts.account === scope.account;
  if (name === undefined || !isHere) throw groupNotFound();
  return name;
}

export interface GroupReference {
  readonly logGroupName?: string | undefined;
  readonly logGroupIdentifier?: string | undefined;
}

/** For operations that take a group by either of two members. */
export function referredGroup(scope: ArnScope, input: GroupReference): string {
  const { logGroupName, logGroupIdentifier } = input;
  if (logGroupName !== undefined && logGroupIdentifier !== undefined) throw groupNamedTwice();
  if (logGroupName !== undefined) return logGroupName;
  if (logGroupIdentifier === undefined) throw groupNotNamed();
  return groupNameOf(scope, logGroupIdentifier);
}

import type { ArnScope } from '../../../../aws/arn.ts';
import type { EcsTables, TaskDefinitionRecord } from '../tables.ts';

/** What `family`, `family:revision` or an ARN names. Without a revision: the latest ACTIVE one. */
export interface TaskDefinitionReference {
  readonly family: string;
  readonly revision?: number;
}

/**
 * Why a text names no task definition that the caller could reach. `revision`: what follows the colon is
 * no number of a revision. `region`, `account`: an ARN from elsewhere.
 */
export type ReferenceProblem = 'malformed' | 'revision' | 'region' | 'account';

const familyPattern = /^[A-Za-z0-9_-]{1,255}$/;

/** Reads a `taskDefinition` parameter. Pure: whether there is such a task definition is not asked. */
export function parseTaskDefinitionReference(
  scope: ArnScope,
  text: string,
): TaskDefinitionReference | { readonly problem: ReferenceProblem } {
  if (!text.startsWith('arn:')) return familyAndRevision(text);
  const parts = text.split(':');
  const name = /^task-definition\/(.*)$/.exec(parts.slice(5).join(':'))?.[1];
  const [, partition, service, region, account] = parts;
  if (name === undefined || service !== 'ecs' || partition !== scope.partition)
    return { problem: 'malformed' };
  if (region !== scope.region) return { problem: 'region' };
  if (account !== scope.account) return { problem: 'account' };
  return familyAndRevision(name);
}

/**
 * The record that a `taskDefinition` parameter means, whatever its status; for a family alone the latest
 * ACTIVE revision. `undefined` where there is none or the text is no reference: each operation has its own
 * error for that.
 */
export function resolveTaskDefinition(
  tables: Pick<EcsTables, 'taskDefinitions'>,
  call: ArnScope,
  reference: string,
): TaskDefinitionRecord | undefined {
  const parsed = parseTaskDefinitionReference(call, reference);
  if ('problem' in parsed) return undefined;
  const { account, region } = call;
  const { family, revision } = parsed;
  if (revision !== undefined) return tables.taskDefinitions.get(account, region, family, revision);
  const [latest] = tables.taskDefinitions.select({
    where: { account, region, family, status: 'ACTIVE' },
    orderBy: ['account', 'region', 'family', 'revision'],
    descending: true,
    limit: 1,
  });
  return latest;
}

function familyAndRevision(text: string): TaskDefinitionReference | { readonly problem: ReferenceProblem } {
  const [family = '', revision, ...rest] = text.split(':');
  if (!familyPattern.test(family) || rest.length > 0) return { problem: 'malformed' };
  if (revision === undefined) return { family };
  return /^[1-9]\d{0,9}$/.test(revision) ? { family, revision: Number(revision) } : { problem: 'revision' };
}

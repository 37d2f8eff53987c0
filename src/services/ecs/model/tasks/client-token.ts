import { createHash } from 'node:crypto';
import type { TaskRecord } from '../../../../agent/model/task-record.ts';
import type { RunTaskRequest } from '../../../../aws/contract/ecs.types.gen.ts';
import { clientTokenConflict, invalidParameter, tooLong } from '../../errors.ts';
import type { EcsCall } from '../../operation.ts';

const lifetime = 24 * 60 * 60 * 1000;

/** What a client token of RunTask stands for, within one cluster. */
export interface ClientToken {
  readonly scope: string;
  readonly token: string;
  readonly fingerprint: string;
}

export function clientTokenOf(clusterArn: string, input: RunTaskRequest): ClientToken | undefined {
  const { clientToken, ...request } = input;
  if (clientToken === undefined) return undefined;
  if (clientToken.length > 64) throw tooLong('clientToken', 64);
  if (!/^[\x21-\x7e]+$/.test(clientToken)) {
    throw invalidParameter('clientToken can only contain ASCII characters in the range of 33-126.');
  }
  return { scope: `RunTask ${clusterArn}`, token: clientToken, fingerprint: fingerprint(request) };
}

/** The tasks that the same request was answered with, if it was made within the last 24 hours. */
export function tasksOfToken(call: EcsCall, token: ClientToken): TaskRecord[] | undefined {
  const known = call.tables.tokens.get(token.scope, token.token);
  if (known === undefined || known.expiresAt <= call.now) return undefined;
  const tasks = known.taskArns.map((arn) => call.tables.tasks.get(arn)).filter((task) => task !== undefined);
  // A token does not outlive its tasks.
  if (tasks.length === 0) return undefined;
  if (known.fingerprint !== token.fingerprint) throw clientTokenConflict(known.taskArns);
  return tasks;
}

export function keepToken(call: EcsCall, token: ClientToken, taskArns: readonly string[]): void {
  call.tables.tokens.put({ ...token, expiresAt: call.now + lifetime, taskArns });
}

/** The order of an object's members does not count. */
function fingerprint(request: Omit<RunTaskRequest, 'clientToken'>): string {
  const canonical = JSON.stringify(request, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash('sha256').update(canonical).digest('base64url');
}

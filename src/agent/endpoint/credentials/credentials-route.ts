import type { Clock } from '../../../kernel/clock.ts';
import { askingTask } from '../asking-container.ts';
import { goTime } from '../go-time.ts';
import type { EndpointRequest, EndpointAnswer } from '../handler.ts';
import { json } from '../responses.ts';
import type { Route } from '../routes.ts';
import type { TaskDirectory } from '../task-directory.ts';
import type { TaskCredentials } from './task-credentials.ts';

export interface CredentialsParts {
  readonly directory: TaskDirectory;
  /** Absent: nobody here makes sessions. */
  readonly credentials: TaskCredentials | undefined;
  /** ARN of the task whose container has that address; `undefined` for an address that is no task's. */
  readonly taskAt: (source: string) => string | undefined;
  readonly clock: Clock;
}

/** `/v1/credentials?id=` and `/v2/credentials/ID`, with the agent's texts. */
export async function answerCredentials(
  parts: CredentialsParts,
  { version, id }: Route & { kind: 'credentials' },
  { source }: EndpointRequest,
  signal: AbortSignal,
): Promise<EndpointAnswer> {
  const { directory, credentials } = parts;
  const prefix = `CredentialsV${version}Request: `;
  if (id === '') return failure(400, 'NoIdInRequest', `${prefix}No Credential ID in the request`);
  const known = directory.grant(id);
  const asker = await askingTask(parts, source, signal);
  // To the agent the id is the only secret. Here a task does not get another's even if it has found it out.
  if (known === undefined || (asker !== undefined && asker !== known.task.arn)) {
    return failure(400, 'InvalidIdInRequest', `${prefix}Credentials not found`);
  }
  if (credentials === undefined) {
    return failure(503, 'CredentialsUninitialized', `${prefix}Credentials uninitialized for ID`);
  }
  try {
    const { roleArn, accessKeyId, secretAccessKey, token, expiration } = await credentials.of(known);
    return json(200, {
      RoleArn: roleArn,
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      Token: token,
      Expiration: goTime(expiration),
    });
  } catch {
    return failure(500, 'InternalServerError', 'Internal server error');
  }
}

const failure = (status: number, code: string, message: string): EndpointAnswer =>
  json(status, { code, message, HTTPErrorCode: status });

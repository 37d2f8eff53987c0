import { principalOf, roleOf, type RoleSource } from './model/roles.ts';
import type { Sessions } from './model/sessions.ts';

/** A session of a task's role, as the agent hands it out. */
export interface TaskSession {
  readonly roleArn: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly expiration: number;
}

/** Amazon ECS gives its tasks six hours at a time, whatever the role's maximum is. */
const SIX_HOURS = 6 * 3600;

export interface TaskCredentialsParts {
  readonly sessions: Sessions;
  readonly roles: RoleSource;
}

/**
 * Makes the sessions of tasks, which the agent keeps and renews. They end with their task; those that a
 * container already holds outlive a restart of Longshore.
 */
export class TaskCredentials {
  readonly #parts: TaskCredentialsParts;

  constructor(parts: TaskCredentialsParts) {
    this.#parts = parts;
  }

  /** A new session, named after the task as on AWS. Rejects with ValidationError for an ARN that is none. */
  async forTask(
    { arn, roleArn }: { readonly arn: string; readonly roleArn: string },
    _role: 'task' | 'execution',
    signal: AbortSignal,
  ): Promise<TaskSession> {
    signal.throwIfAborted();
    const { sessions, roles } = this.#parts;
    const id = arn.slice(arn.lastIndexOf('/') + 1);
    const session = sessions.create(
      { ...principalOf(roleOf(roleArn, roles), id), task: arn },
      { seconds: SIX_HOURS },
    );
    const { accessKeyId, secretAccessKey, token, expiresAt } = session;
    return { roleArn, accessKeyId, secretAccessKey, token, expiration: expiresAt };
  }

  /** No session of the task is good any more, whether it had one or not. */
  async revoke(taskArn: string): Promise<void> {
    this.#parts.sessions.revoke(taskArn);
  }
}

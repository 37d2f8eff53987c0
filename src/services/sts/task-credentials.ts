import { roleOf, principalOf, type RoleSource } from './model/roles.ts';
import type { SessionRecord, Sessions } from './model/sessions.ts';

/** What is asked of a task: the members of its record that its sessions follow from. */
export interface TaskOfSession {
  readonly arn: string;
  /** The session's name, as on AWS. */
  readonly id: string;
  readonly taskRoleArn?: string | undefined;
  readonly executionRoleArn?: string | undefined;
}

export interface TaskCredentialsAnswer {
  readonly roleArn: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly token: string;
  /** RFC 3339, in whole seconds. */
  readonly expiration: string;
}

/** Amazon ECS gives its tasks six hours at a time, whatever the role's maximum is. */
const SIX_HOURS = 6 * 3600;
/** AWS's SDKs ask anew within the last minutes; what they get then must last. */
const RENEWED_BEFORE_END = 15 * 60_000;

export interface TaskCredentialsParts {
  readonly sessions: Sessions;
  readonly roles: RoleSource;
  readonly now: () => number;
}

/**
 * The credentials of tasks: one session per task and role, renewed before it ends, revoked when the task
 * stops. What a restart forgot is given out anew; credentials that a container already holds stay valid.
 */
export class TaskCredentials {
  readonly #parts: TaskCredentialsParts;
  /** By task, then by role. */
  readonly #current = new Map<string, Map<string, SessionRecord>>();

  constructor(parts: TaskCredentialsParts) {
    this.#parts = parts;
  }

  /** Throws AwsError ValidationError for a role whose ARN is none. */
  async forTask(
    task: TaskOfSession,
    role: 'task' | 'execution',
    signal: AbortSignal,
  ): Promise<TaskCredentialsAnswer> {
    signal.throwIfAborted();
    const roleArn = role === 'task' ? task.taskRoleArn : task.executionRoleArn;
    if (roleArn === undefined) throw new Error(`task ${task.arn} has no ${role} role`);
    const ofTask = this.#current.get(task.arn) ?? new Map<string, SessionRecord>();
    this.#current.set(task.arn, ofTask);
    const known = ofTask.get(roleArn);
    const session = known !== undefined && this.#lasts(known) ? known : this.#create(task, roleArn);
    ofTask.set(roleArn, session);
    return {
      roleArn,
      accessKeyId: session.accessKeyId,
      secretAccessKey: session.secretAccessKey,
      token: session.token,
      expiration: new Date(session.expiresAt).toISOString().replace('.000Z', 'Z'),
    };
  }

  revoke(taskArn: string): void {
    this.#current.delete(taskArn);
    this.#parts.sessions.revoke(taskArn);
  }

  #lasts({ expiresAt }: SessionRecord): boolean {
    return expiresAt - this.#parts.now() > RENEWED_BEFORE_END;
  }

  #create({ arn, id }: TaskOfSession, roleArn: string): SessionRecord {
    const { sessions, roles } = this.#parts;
    return sessions.create({ ...principalOf(roleOf(roleArn, roles), id), task: arn }, SIX_HOURS);
  }
}

import type { RoleKind } from '../../model/task-record.ts';

/** A session of a role. */
export interface RoleCredentials {
  readonly roleArn: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly expiration: number;
}

/** Who makes sessions for tasks: STS's AssumeRole, on behalf of ECS. */
export interface CredentialSource {
  /** A new session of a role of the task; rejects when the role cannot be assumed. */
  forTask(
    task: { readonly arn: string; readonly roleArn: string },
    role: RoleKind,
    signal: AbortSignal,
  ): Promise<RoleCredentials>;
  /** No session of the task is good any more. Safe to call twice, and for a task that never had one. */
  revoke(taskArn: string): Promise<void>;
}

/** What ECS answers of one task: its protection, or why it can have none. */
export type ProtectionAnswer =
  | {
      readonly kind: 'protection';
      readonly taskArn: string;
      readonly enabled: boolean;
      /** Milliseconds since the epoch. */
      readonly expiresAt?: number;
    }
  | { readonly kind: 'failure'; readonly arn: string; readonly reason: string; readonly detail?: string };

export interface ProtectionRequest {
  readonly enabled: boolean;
  readonly expiresInMinutes?: number;
}

/** GetTaskProtection and UpdateTaskProtection of one task. Both reject with an `AwsError` where ECS refuses. */
export interface TaskProtection {
  get(taskArn: string, signal: AbortSignal): Promise<ProtectionAnswer>;
  update(taskArn: string, request: ProtectionRequest, signal: AbortSignal): Promise<ProtectionAnswer>;
}

import type { ArnScope } from '../../aws/arn.ts';
import type { TargetUpstreams } from '../../aws/targets/target-upstreams.ts';

export type { TargetUpstreams } from '../../aws/targets/target-upstreams.ts';

/**
 * What EventBridge needs of other services to hand events over. A port that is absent is a kind of target
 * that PutTargets refuses. An AwsError that is the client's fault gives an event up; anything else is tried again.
 */
export interface EventTargets {
  readonly logs?: LogsTarget;
  readonly ecs?: EcsTarget;
  /** SQS, SNS, Lambda and the like, and dead-letter queues. */
  readonly upstreams?: TargetUpstreams;
}

export interface LogsTarget {
  /**
   * Writes one line into a stream of the group that is made for it. `groupArn` has no `:*` at its end.
   * Timestamps are milliseconds since the epoch.
   */
  write(
    groupArn: string,
    line: { readonly timestamp: number; readonly message: string },
    signal: AbortSignal,
  ): Promise<void>;
}

export interface EcsTarget {
  /** RunTask in the account and region of `scope`, as the target's role, for the rule; returns the reasons of its `failures`. */
  runTask(
    scope: ArnScope,
    input: unknown,
    as:
      | { readonly role: string; readonly rule: { readonly arn: string; readonly account: string } }
      | undefined,
    signal: AbortSignal,
  ): Promise<readonly string[]>;
}

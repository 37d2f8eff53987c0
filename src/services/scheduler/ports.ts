import type { RoleAuthority } from '../../aws/call-service.ts';
import type { Service } from '../../aws/service.ts';
import type { TargetUpstreams } from '../../aws/targets/target-upstreams.ts';

/** What the Scheduler needs of other services to invoke targets. */
export interface SchedulerTargets {
  /**
   * The service that is here by this name, as `arn:aws:scheduler:::aws-sdk:NAME:action` has it: in small
   * letters and without spaces (`ecs`, `eventbridge`, `secretsmanager`).
   */
  readonly service: (name: string) => Service | undefined;
  readonly upstreams: TargetUpstreams;
  /** Weighs what the roles of schedules may do; absent where no policies are enforced. */
  readonly authority?: RoleAuthority;
}

/** `CloudWatch Logs` is `cloudwatchlogs`. */
export const sdkNameOf = ({ contract }: Service): string =>
  contract.serviceId.replaceAll(' ', '').toLowerCase();

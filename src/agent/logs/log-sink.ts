import { type ExecutionRole, executionRoleOf } from '../hooks/task-role.ts';
import type { AwslogsPlan } from '../model/task-plan.ts';
import type { TaskRecord } from '../model/task-record.ts';

/** A log group of CloudWatch Logs, in any region of the task's account. */
export interface LogGroupAddress {
  readonly account: string;
  readonly region: string;
  readonly group: string;
  /** As whom it is written to; absent: as the machine itself. */
  readonly role?: ExecutionRole;
}

export interface LogDestination extends LogGroupAddress {
  readonly stream: string;
}

export interface OutputEvent {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Never empty, and at most `longestEvent` bytes. */
  readonly message: string;
}

/**
 * Where the output of containers with the `awslogs` driver goes: CloudWatch Logs, be it the one that is
 * built in. Errors are AwsErrors in its own words.
 */
export interface LogSink {
  /** Makes sure of the group, which is made only if `createGroup` says so. */
  openGroup(address: LogGroupAddress, createGroup: boolean): Promise<void>;
  /** Makes the stream unless it is there. */
  openStream(destination: LogDestination): Promise<void>;
  /**
   * Adds events. `accepted` is called once they are certain to be kept: a sink that keeps them in our own
   * store calls it in the same transaction, so that events and what is noted of them stand or fall together.
   */
  write(
    destination: LogDestination,
    events: readonly OutputEvent[],
    accepted: () => void,
  ): Promise<void> | void;
  /** What has been kept, oldest first, from a time on. Ends with what there is. */
  read(destination: LogDestination, from: number, signal: AbortSignal): AsyncIterable<OutputEvent>;
}

/** `runtimeId` is the engine's id of the container, after which a stream without another name is called. */
export function destinationOf(task: TaskRecord, plan: AwslogsPlan, runtimeId: string): LogDestination {
  return { ...addressOf(task, plan), stream: plan.stream ?? runtimeId };
}

export function addressOf(task: TaskRecord, { region, group }: AwslogsPlan): LogGroupAddress {
  const role = executionRoleOf(task);
  return { account: task.account, region, group, ...(role !== undefined && { role }) };
}

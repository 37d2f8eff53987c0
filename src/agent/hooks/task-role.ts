import type { TaskRecord } from '../model/task-record.ts';

/** As whom something is done for a task: a session of its execution role, which is named after the task. */
export interface ExecutionRole {
  readonly principalArn: string;
  readonly session: string;
  /** Of the task. */
  readonly region: string;
}

/** `undefined`: the task has no execution role; the machine's own has its place, which may do everything here. */
export function executionRoleOf({ arn, region, plan }: TaskRecord): ExecutionRole | undefined {
  const { executionRoleArn: principalArn } = plan;
  return principalArn === undefined ? undefined : { principalArn, session: taskIdOf(arn), region };
}

export const taskIdOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

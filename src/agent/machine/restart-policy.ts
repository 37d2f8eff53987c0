import type { ContainerPlan } from '../model/task-plan.ts';
import type { ContainerState, TaskRecord } from '../model/task-record.ts';

/**
 * Whether a container that has just exited is started again: its policy is on, nobody wants it
 * stopped, the exit code is known and not ignored, and it had run for at least the attempt period
 * since its last start. Exit code 0 does restart unless it is ignored.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-restart-policy.html
 */
export function restarts(
  task: Pick<TaskRecord, 'desiredStatus'>,
  plan: ContainerPlan,
  state: ContainerState,
  exitCode: number | undefined,
  now: number,
): boolean {
  const policy = plan.restartPolicy;
  if (policy === undefined || task.desiredStatus === 'STOPPED' || exitCode === undefined) return false;
  if (policy.ignoredExitCodes.includes(exitCode)) return false;
  const since = state.restartedAt ?? state.startedAt;
  return since !== undefined && now - since >= policy.attemptPeriod * 1000;
}

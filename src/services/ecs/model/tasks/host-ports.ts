import { hostPortsOf } from '../../../../agent/host-ports.ts';
import type { TaskRecord } from '../../../../agent/model/task-record.ts';
import type { Failure } from '../../../../aws/contract/ecs.types.gen.ts';
import type { EcsCall } from '../../operation.ts';

/**
 * A host port is held by one task at a time. As AWS, RunTask tells of what does not fit in `failures`,
 * `RESOURCE:PORTS`, instead of accepting a task that cannot start. All clusters share the one machine.
 */
export function withFreePorts(
  call: EcsCall,
  tasks: readonly TaskRecord[],
): { readonly tasks: TaskRecord[]; readonly failures: Failure[] } {
  if (tasks.every(({ plan }) => hostPortsOf(plan).length === 0)) return { tasks: [...tasks], failures: [] };
  const taken = new Set(holders(call).flatMap(({ plan }) => hostPortsOf(plan)));
  const placed: TaskRecord[] = [];
  const failures: Failure[] = [];
  for (const task of tasks) {
    const ports = hostPortsOf(task.plan);
    if (ports.some((port) => taken.has(port))) {
      failures.push({
        ...(task.containerInstanceArn !== undefined && { arn: task.containerInstanceArn }),
        reason: 'RESOURCE:PORTS',
      });
      continue;
    }
    for (const port of ports) taken.add(port);
    placed.push(task);
  }
  return { tasks: placed, failures };
}

/** The ports of a task count as free from when it is to stop: the agent lets the next one wait for them. */
function holders(call: EcsCall): TaskRecord[] {
  return call.tables.tasks.select({ where: { cleaned_at: null, desired_status: 'RUNNING' } });
}

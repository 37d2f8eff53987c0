import type { TaskPlan } from '../../../../agent/model/task-plan.ts';
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
  if (tasks.every(({ plan }) => hostPorts(plan).length === 0)) return { tasks: [...tasks], failures: [] };
  const taken = new Set(liveTasks(call).flatMap(({ plan }) => hostPorts(plan)));
  const placed: TaskRecord[] = [];
  const failures: Failure[] = [];
  for (const task of tasks) {
    const ports = hostPorts(task.plan);
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

/**
 * `8080/tcp`; ports that the engine chooses are not in anybody's way, nor are those of a task that has
 * a network interface of its own.
 */
function hostPorts({ containers, networkMode }: TaskPlan): string[] {
  if (networkMode === 'awsvpc') return [];
  return containers
    .flatMap(({ ports }) => ports)
    .filter(({ hostPort }) => hostPort > 0)
    .map(({ hostPort, protocol }) => `${hostPort}/${protocol}`);
}

function liveTasks(call: EcsCall): TaskRecord[] {
  return call.tables.tasks.select({ where: { cleaned_at: null, last_status: { not: 'STOPPED' } } });
}

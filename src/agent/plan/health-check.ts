import type { HealthCheck } from '../../aws/contract/ecs.types.gen.ts';
import type { HealthCheckPlan } from '../model/task-plan.ts';

/** ECS's defaults; a list that begins with neither CMD nor CMD-SHELL is a command of its own. */
export function healthCheckOf(check: HealthCheck | undefined): HealthCheckPlan | undefined {
  if (check === undefined) return undefined;
  const [first] = check.command;
  const worded = first === 'CMD' || first === 'CMD-SHELL' || first === 'NONE';
  return {
    command: worded ? check.command : ['CMD', ...check.command],
    interval: check.interval ?? 30,
    timeout: check.timeout ?? 5,
    retries: check.retries ?? 3,
    startPeriod: check.startPeriod ?? 0,
  };
}

import type { PortMapping } from '../../aws/contract/ecs.types.gen.ts';
import type { PortPlan } from '../model/task-plan.ts';

/** Ports to publish. A missing host port, or 0, is chosen by the engine. */
export function portsOf(mappings: readonly PortMapping[] | undefined): PortPlan[] {
  return (mappings ?? []).flatMap(({ containerPort, hostPort = 0, protocol = 'tcp' }) =>
    containerPort === undefined ? [] : [{ containerPort, hostPort, protocol }],
  );
}

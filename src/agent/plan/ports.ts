import type { PortMapping } from '../../aws/contract/ecs.types.gen.ts';
import type { PortPlan, PortRangePlan } from '../model/task-plan.ts';

/** Ports to publish. A missing host port, or 0, is chosen by the engine. */
export function portsOf(mappings: readonly PortMapping[] | undefined): PortPlan[] {
  return (mappings ?? []).flatMap(({ containerPort, hostPort = 0, protocol = 'tcp' }) =>
    containerPort === undefined ? [] : [{ containerPort, hostPort, protocol }],
  );
}

/** `containerPortRange`, as `8000-8010`: its host ports are chosen when the container is made. */
export function portRangesOf(mappings: readonly PortMapping[] | undefined): PortRangePlan[] {
  return (mappings ?? []).flatMap(({ containerPortRange, protocol = 'tcp' }) => {
    const [first, last = first] = (containerPortRange ?? '').split('-').map(Number);
    return containerPortRange === undefined || first === undefined || last === undefined
      ? []
      : [{ first, last, protocol }];
  });
}

import type { NetworkBinding } from '../../model/task-record.ts';
import type { KnownContainer } from '../task-directory.ts';
import type { PortDocument } from './v2-types.ts';

/**
 * Published ports; v4 also says at which address. A container of an awsvpc task has the ports that it
 * declares, on its interface. A range is told port by port.
 */
export function portsOf({ task, plan, state }: KnownContainer, withAddress: boolean): PortDocument[] {
  if (task.networkInterface !== undefined) {
    return plan.ports.map(({ containerPort, protocol }) => ({
      ContainerPort: containerPort,
      Protocol: protocol,
      HostPort: containerPort,
    }));
  }
  return state.networkBindings.flatMap((binding) => {
    const address = withAddress ? { HostIp: binding.bindIP } : {};
    return pairsOf(binding).map(([ContainerPort, HostPort]) => ({
      ContainerPort,
      Protocol: binding.protocol,
      HostPort,
      ...address,
    }));
  });
}

/** Port in the container, port of the host. */
function pairsOf(binding: NetworkBinding): (readonly [number, number])[] {
  if (binding.containerPort !== undefined) return [[binding.containerPort, binding.hostPort]];
  const [first = 0, last = first] = binding.containerPortRange.split('-').map(Number);
  const host = Number.parseInt(binding.hostPortRange, 10);
  return Array.from({ length: last - first + 1 }, (_, index) => [first + index, host + index]);
}

import type { PortPlan, TaskPlan } from '../model/task-plan.ts';
import type { TaskRecord } from '../model/task-record.ts';
import type { Sandboxes } from '../network/sandboxes.ts';
import type { Hook } from './hook.ts';

export interface NetworkOptions {
  /** Publish the ports of awsvpc tasks on the host, for machines that do not reach the engine's networks. */
  readonly publishPorts: boolean;
}

/**
 * Gives an awsvpc task its network: a sandbox with an address of its subnet, which every container of the
 * task joins. Provisioned before the first container, removed when the last has stopped.
 */
export function networkHook(sandboxes: Sandboxes, options: NetworkOptions): Hook {
  const remove = async (task: TaskRecord, signal: AbortSignal): Promise<void> => {
    const sandboxId = task.networkInterface?.sandboxId;
    if (sandboxId !== undefined) await sandboxes.release(sandboxId, signal);
  };
  return {
    name: 'network',
    async provision(task, signal) {
      const { networkInterface, plan } = task;
      if (networkInterface === undefined) return {};
      const ports = options.publishPorts ? portsOf(plan) : [];
      const extras = { ports, sysctls: plan.networkSysctls };
      const sandbox = await sandboxes.take(networkInterface.subnetIndex, extras, signal);
      return {
        networkInterface: {
          ...networkInterface,
          address: sandbox.address,
          macAddress: sandbox.macAddress,
          sandboxId: sandbox.runtimeId,
          bindings: sandbox.bindings,
        },
      };
    },
    prepare(task) {
      const sandbox = task.networkInterface?.sandboxId;
      return Promise.resolve(sandbox === undefined ? undefined : { sandbox });
    },
    deprovision: remove,
    clean: remove,
  };
}

/** On a port of the host that the engine chooses: two tasks may have the same port. */
function portsOf(plan: TaskPlan): PortPlan[] {
  return plan.containers.flatMap((container) => container.ports.map((port) => ({ ...port, hostPort: 0 })));
}

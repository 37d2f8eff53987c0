import type { TaskPlan } from '../model/task-plan.ts';
import type { TaskRecord } from '../model/task-record.ts';
import { sharesNamespaces } from '../plan/plan-task.ts';
import { placeOf } from '../network/place.ts';
import type { SandboxExtras } from '../network/sandbox-extras.ts';
import { type Sandboxes, SubnetFull } from '../network/sandboxes.ts';
import { memberOf } from '../security-groups/member.ts';
import type { SecurityGroups } from '../security-groups/security-groups.ts';
import type { Hook } from './hook.ts';
import { subnetFull } from './interface-error.ts';

export interface NetworkOptions {
  readonly groups: Pick<SecurityGroups, 'admit' | 'settled' | 'leave'>;
  /** Publish the ports of awsvpc tasks on the host, for machines that do not reach the engine's networks. */
  readonly publishPorts: boolean;
}

/**
 * Gives a task the namespaces that its containers share: in awsvpc mode the network, with an address of
 * the subnet; in pidMode or ipcMode `task` those. Provisioned before the first container, removed when the last
 * has stopped. No container is started before the rules of the security groups hold.
 */
export function networkHook(sandboxes: Sandboxes, options: NetworkOptions): Hook {
  const remove = async (task: TaskRecord, signal: AbortSignal): Promise<void> => {
    // Not in the record when it was made and something after it failed.
    const runtimeId = task.sandboxId ?? sandboxes.heldBy(task.arn);
    if (runtimeId !== undefined) await sandboxes.release(runtimeId, signal);
    options.groups.leave(task.arn);
  };
  return {
    name: 'network',
    async provision(task, signal) {
      const { networkInterface, plan } = task;
      if (!sharesNamespaces(plan)) return {};
      if (networkInterface === undefined) {
        const { runtimeId, engineName } = await sandboxes.takeBare(task.arn, sharedMemoryOf(plan), signal);
        return { sandboxId: runtimeId, sandboxName: engineName };
      }
      const published = options.publishPorts ? publishedBy(plan) : { ports: [] };
      const extras = { ...published, ...sharedMemoryOf(plan), sysctls: plan.networkSysctls };
      const sandbox = await sandboxes
        .take(task.arn, placeOf(task, networkInterface), extras, signal)
        .catch((error: unknown) => {
          throw error instanceof SubnetFull ? subnetFull(task, error) : error;
        });
      const { address, macAddress, bindings, ranges } = sandbox;
      const found = {
        sandboxId: sandbox.runtimeId,
        sandboxName: sandbox.engineName,
        networkInterface: { ...networkInterface, address, macAddress, bindings, ranges },
      };
      const member = memberOf({ ...task, ...found });
      if (member !== undefined) options.groups.admit(member, true);
      return found;
    },
    prepare({ sandboxId }) {
      return Promise.resolve(sandboxId === undefined ? undefined : { sandbox: sandboxId });
    },
    async ready({ arn, sandboxId }) {
      if (sandboxId !== undefined) await options.groups.settled(arn);
    },
    deprovision: remove,
    clean: remove,
  };
}

/** On ports of the host that the engine or the backend chooses: two tasks may have the same port. */
function publishedBy({ containers }: TaskPlan): Pick<SandboxExtras, 'ports' | 'portRanges'> {
  const ports = containers.flatMap((container) => container.ports.map((port) => ({ ...port, hostPort: 0 })));
  const portRanges = containers.flatMap((container) => container.portRanges ?? []);
  return portRanges.length === 0 ? { ports } : { ports, portRanges };
}

/**
 * With ipcMode `task` all containers have the sandbox's /dev/shm, so it is as large as any of them asks. The
 * reference agent leaves its pause container the engine's 64 MiB, and `sharedMemorySize` then says nothing.
 */
function sharedMemoryOf({ ipcMode, containers }: TaskPlan): Pick<SandboxExtras, 'sharedMemory'> {
  const asked = containers.flatMap(({ resources }) => resources.sharedMemory ?? []);
  return ipcMode === 'task' && asked.length > 0 ? { sharedMemory: Math.max(...asked) } : {};
}

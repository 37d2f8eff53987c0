import type { Backend } from '../backends/backend.ts';
import { ownerOf } from '../backends/owner.ts';
import type { VolumePlan } from '../model/task-plan.ts';
import type { TaskRecord } from '../model/task-record.ts';
import type { Hook } from './hook.ts';

/**
 * Attaches the task's EBS volume before anything else, makes the volumes that a container mounts before it
 * is created, and removes the task's own ones when its containers are removed.
 */
export function volumesHook(backend: Backend): Hook {
  const create = async (
    task: TaskRecord,
    volumes: readonly VolumePlan[],
    signal: AbortSignal,
  ): Promise<void> => {
    await Promise.all(volumes.map((volume) => backend.createVolume(volume, ownerOf(task), signal)));
  };
  const isAttached = (task: TaskRecord, volume: VolumePlan): boolean =>
    volume.name === task.ebsVolume?.volumeName;
  return {
    name: 'volumes',
    async provision(task, signal) {
      const attached = task.plan.volumes.filter((volume) => isAttached(task, volume));
      await create(task, attached, signal);
      return {};
    },
    async prepare(task, container, signal) {
      const mounted = task.plan.volumes.filter((volume) =>
        container.mounts.some((mount) => mount.source === volume.engineName),
      );
      // Once more, what a snapshot has in it would be put over what the task has made of it.
      const toMake = mounted.filter((volume) => !isAttached(task, volume));
      await create(task, toMake, signal);
      return undefined;
    },
    async clean(task, signal) {
      const own = task.plan.volumes.filter((volume) => volume.scope === 'task');
      await Promise.all(own.map((volume) => backend.removeVolume(volume.engineName, signal)));
    },
  };
}

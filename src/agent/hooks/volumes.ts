import type { Backend } from '../backends/backend.ts';
import { ownerOf } from '../backends/owner.ts';
import type { Hook } from './hook.ts';

/** Makes the volumes that a container mounts before it is created, and removes the task's own ones. */
export function volumesHook(backend: Backend): Hook {
  return {
    name: 'volumes',
    async prepare(task, container, signal) {
      const mounted = task.plan.volumes.filter((volume) =>
        container.mounts.some((mount) => mount.source === volume.engineName),
      );
      await Promise.all(mounted.map((volume) => backend.createVolume(volume, ownerOf(task), signal)));
      return undefined;
    },
    async clean(task, signal) {
      const own = task.plan.volumes.filter((volume) => volume.scope === 'task');
      await Promise.all(own.map((volume) => backend.removeVolume(volume.engineName, signal)));
    },
  };
}

import type { LinkLocal } from '../network/link-local.ts';
import type { Hook } from './hook.ts';

/** No container is made before the agent can be found: its first call may be for credentials. */
export const linkLocalHook = (linkLocal: Pick<LinkLocal, 'settled'>): Hook => ({
  name: 'link-local',
  async prepare(task, container, signal) {
    const hasNetwork = task.plan.networkMode !== 'none' && !container.disableNetworking;
    if (hasNetwork) await linkLocal.settled(signal);
    return undefined;
  },
});

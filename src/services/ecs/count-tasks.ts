import type { Store } from '../../store/store.ts';
import { ecsTables } from './model/tables.ts';

/** How many tasks there are in which part of their life, over all accounts and regions. */
export function countTasks(store: Store): { pending: number; running: number; stopping: number } {
  const { tasks } = ecsTables(store);
  const count = (...statuses: readonly string[]): number =>
    tasks.count({ where: { last_status: { in: statuses } } });
  return {
    pending: count('PROVISIONING', 'PENDING', 'ACTIVATING'),
    running: count('RUNNING'),
    stopping: count('DEACTIVATING', 'STOPPING', 'DEPROVISIONING'),
  };
}

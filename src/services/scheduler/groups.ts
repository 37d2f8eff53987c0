import type { Clock } from '../../kernel/clock.ts';
import type { Store } from '../../store/store.ts';
import { type GroupRecord, schedulerTables } from './model/tables.ts';

/** How long a group is seen as DELETING. */
const deleting = 1000;

/** Takes away groups that are being deleted, also those of an earlier run. */
export function startGroupDeletion({
  store,
  clock,
}: {
  readonly store: Store;
  readonly clock: Clock;
}): Disposable {
  const { groups } = schedulerTables(store);
  const timers = new Set<Disposable>();
  const remove = ({ account, region, name, deletedAt }: GroupRecord): void => {
    if (deletedAt === undefined) return;
    const timer = clock.schedule(deletedAt + deleting, () => {
      timers.delete(timer);
      // It may be another group of the same name by now.
      if (groups.get(account, region, name)?.deletedAt === undefined) return;
      groups.delete(account, region, name);
    });
    timers.add(timer);
  };
  const subscription = groups.onChange(({ row }) => {
    if (row !== undefined) remove(row);
  });
  for (const group of groups.select({ where: { deleted_at: { not: null } } })) remove(group);
  return {
    [Symbol.dispose]() {
      subscription[Symbol.dispose]();
      for (const timer of timers) timer[Symbol.dispose]();
    },
  };
}

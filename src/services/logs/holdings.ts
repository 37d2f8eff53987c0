import { held, type Holdings, type ResourceScope } from '../../aws/holdings.ts';
import type { Store } from '../../store/store.ts';
import { type GroupRecord, logsTables } from './model/tables.ts';

/**
 * Groups and streams. Events are hidden with their group at once and removed piece by piece, see
 * `sweeper.ts`; they are no rows to be told: GetLogEvents tells them.
 */
export function logsHoldings(store: Store): Holdings {
  const { groups, streams, removals } = logsTables(store);
  const forget = (group: GroupRecord): boolean => {
    removals.put({ groupId: group.id, streamId: 0 });
    return groups.remove(group);
  };
  const scopes = (): ReadonlyMap<number, ResourceScope> =>
    new Map(groups.select().map(({ id, account, region }) => [id, { account, region }]));
  return {
    service: 'logs',
    tables: [
      held({ name: groups.name, select: () => groups.select(), remove: forget }, (row) => row),
      (scope) => {
        const scopeOf = scopes();
        return held(streams, ({ groupId }) => scopeOf.get(groupId) ?? {})(scope);
      },
    ],
  };
}

import { held, type Holdings, scopeOfArn } from '../../aws/holdings.ts';
import type { Store } from '../../store/store.ts';
import { eventsTables } from './model/tables.ts';

/** Buses, rules and all events, those included that are on their way. */
export function eventsHoldings(store: Store): Holdings {
  const tables = eventsTables(store);
  const { events, buses, rules, deliveries, connections, apiDestinations } = tables;
  return {
    service: 'events',
    tables: [
      held(events, (row) => row),
      held(buses, (row) => row),
      held(rules, (row) => row),
      held(deliveries, ({ ruleArn }) => scopeOfArn(ruleArn)),
      held(
        connections,
        (row) => row,
        ({ sealed: _secret, ...row }) => row,
      ),
      held(apiDestinations, (row) => row),
      held(tables.archives, (row) => row),
      held(tables.archivedEvents, (row) => row),
      held(tables.archiveRemovals, (row) => row),
      held(tables.replays, (row) => row),
    ],
  };
}

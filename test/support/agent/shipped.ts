import { realClock } from '../../../src/kernel/clock.ts';
import { logSink } from '../../../src/services/logs/log-sink.ts';
import { logsTables } from '../../../src/services/logs/model/tables.ts';
import type { Store } from '../../../src/store/store.ts';

interface WithStore {
  readonly store: Store;
}

const scope = { account: '000000000000', region: 'eu-west-1', group: 'g' };

/** The messages that have been shipped to a stream of the group `g` in eu-west-1, in their order. */
export async function shipped(harness: WithStore, stream = 's'): Promise<readonly string[]> {
  return (await shippedEvents(harness, stream)).map(({ message }) => message);
}

export async function shippedEvents(
  { store }: WithStore,
  stream = 's',
): Promise<readonly { readonly at: number; readonly message: string }[]> {
  const events: { readonly at: number; readonly message: string }[] = [];
  const sink = logSink({ store, clock: realClock });
  const never = new AbortController().signal;
  for await (const event of sink.read({ ...scope, stream }, 0, never)) events.push(event);
  return events;
}

export function deleteGroup({ store }: WithStore): void {
  logsTables(store).groups.delete(scope.account, scope.region, scope.group);
}

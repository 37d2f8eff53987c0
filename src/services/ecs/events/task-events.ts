import type { Clock } from '../../../kernel/clock.ts';
import type { Store } from '../../../store/store.ts';
import { ecsTables } from '../model/tables.ts';
import type { EventSink } from './sink.ts';
import { taskStateChange } from './task-state-change.ts';

export interface TaskEventsParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly events: EventSink;
}

/**
 * Tells each change of a task, whoever writes it, in the transaction that writes it: a change without its
 * event cannot be. Versions and events go together one by one; what is written under the same version (a
 * stage that has begun, a container's health) is not told.
 */
export function tellTaskEvents({ store, clock, events }: TaskEventsParts): Disposable {
  return ecsTables(store).tasks.writeAlong((task, before) => {
    if (task.version !== before?.version) events.publish(taskStateChange(task, clock.now()));
  });
}

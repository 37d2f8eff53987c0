import { held, type Holdings, scopeOfArn } from '../../aws/holdings.ts';
import { shippedOutputTable } from '../../agent/logs/output-position.ts';
import type { TaskRecord } from '../../agent/model/task-record.ts';
import type { Store } from '../../store/store.ts';
import { ecsTables } from './model/tables.ts';

/** Ends tasks at once and removes what was made for them. */
export type DiscardTasks = (isMeant: (task: TaskRecord) => boolean, signal: AbortSignal) => Promise<void>;

/** All records of the control plane. Its tasks are ended before they are forgotten. */
export function ecsHoldings(store: Store, discard: DiscardTasks): Holdings {
  const { clusters, families, taskDefinitions, tasks, tags, tokens } = ecsTables(store);
  return {
    service: 'ecs',
    tables: [
      held(clusters, (row) => row),
      held(families, (row) => row),
      held(taskDefinitions, (row) => row),
      // One that was started while the others were being ended stays: nobody may forget what still runs.
      held(
        { name: tasks.name, select: () => tasks.select().filter(isGone), remove: (row) => tasks.remove(row) },
        (row) => row,
      ),
      held(store.table(shippedOutputTable), ({ taskArn }) => scopeOfArn(taskArn)),
      held(tags, ({ resourceArn }) => scopeOfArn(resourceArn)),
      // `RunTask arn:…`
      held(tokens, ({ scope }) => scopeOfArn(scope.slice(scope.indexOf('arn:')))),
    ],
    before: ({ account, region }, signal) =>
      discard(
        (task) =>
          (account === undefined || task.account === account) &&
          (region === undefined || task.region === region),
        signal,
      ),
  };
}

const isGone = ({ cleanedAt }: TaskRecord): boolean => cleanedAt !== undefined;

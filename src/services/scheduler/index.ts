import { schedulerContract } from '../../aws/contract/scheduler.gen.ts';
import type { SchedulerOperations } from '../../aws/contract/scheduler.types.gen.ts';
import { handlersByName } from '../../aws/dispatch.ts';
import { javaViolationsMessage } from '../../aws/validation/java-paths.ts';
import type { Service } from '../../aws/service.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Log } from '../../kernel/log.ts';
import type { Store } from '../../store/store.ts';
import { demands } from './demands.ts';
import { validation } from './errors.ts';
import { startGroupDeletion } from './groups.ts';
import { Invocations } from './invocations/invocations.ts';
import { invoker } from './invocations/invoke.ts';
import { Timekeeper } from './invocations/timekeeper.ts';
import { schedulerTables } from './model/tables.ts';
import type { SchedulerCall } from './operation.ts';
import { operations } from './operations/index.ts';
import type { SchedulerTargets } from './ports.ts';

export { type SchedulerTargets, sdkNameOf } from './ports.ts';

export interface SchedulerParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly targets: SchedulerTargets;
}

/** Amazon EventBridge Scheduler: the API, and what invokes targets when schedules are due. */
export interface Scheduler extends AsyncDisposable {
  readonly service: Service;
  /** Takes up what an earlier run left, then keeps time. */
  start(): void;
}

export function schedulerService(parts: SchedulerParts): Scheduler {
  const { store, clock, ids, targets } = parts;
  const tables = schedulerTables(store);
  const operationNamed = handlersByName<SchedulerOperations, SchedulerCall>(operations);
  const timekeeper = new Timekeeper(parts);
  const invocations = new Invocations({ ...parts, invoke: invoker({ targets, ids }) });
  let groups: Disposable | undefined;
  return {
    service: {
      name: 'scheduler',
      contract: schedulerContract,
      handle(name, input, context) {
        const operation = operationNamed(name);
        if (operation === undefined) throw validation(`There is no operation ${name}.`);
        const call = { ...context, tables, now: clock.now(), ids, targets };
        return store.transaction(() => operation(input, call));
      },
      demands,
      validationError: (_operation, _message, violations) => validation(javaViolationsMessage(violations)),
    },
    start() {
      groups = startGroupDeletion(parts);
      invocations.start();
      timekeeper.start();
    },
    async [Symbol.asyncDispose]() {
      groups?.[Symbol.dispose]();
      timekeeper[Symbol.dispose]();
      await invocations[Symbol.asyncDispose]();
    },
  };
}

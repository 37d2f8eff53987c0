import { eventsContract } from '../../aws/contract/events.gen.ts';
import type { EventsOperations } from '../../aws/contract/events.types.gen.ts';
import { handlersByName } from '../../aws/dispatch.ts';
import { javaViolationsMessage } from '../../aws/validation/java-paths.ts';
import type { RequestContext, Service } from '../../aws/service.ts';
import type { Cipher } from '../../kernel/cipher.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Log } from '../../kernel/log.ts';
import type { Store } from '../../store/store.ts';
import { Archiver } from './archive/archiver.ts';
import { Replayer } from './archive/replayer.ts';
import { ArchiveSweeper } from './archive/sweeper.ts';
import { Deliveries } from './deliveries/deliveries.ts';
import { demandsOf } from './demands.ts';
import { notImplemented, validation } from './errors.ts';
import { Dispatcher } from './log/dispatcher.ts';
import type { EventLog } from './log/event-log.ts';
import { sealConnections } from './model/connection-secrets.ts';
import { eventsTables } from './model/tables.ts';
import type { EventsCall } from './operation.ts';
import { operations } from './operations/index.ts';
import type { EventTargets } from './ports.ts';
import { Scheduler } from './schedule/scheduler.ts';
import { ApiDestinations } from './targets/api-destination.ts';
import { deliverer } from './targets/deliver.ts';

export { EventLog } from './log/event-log.ts';
export { lookOn } from './log/look-on.ts';
export { logsTarget } from './targets/logs-target.ts';
export type { EventTargets } from './ports.ts';

export interface EventsParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly cipher: Cipher;
  readonly eventLog: EventLog;
  readonly targets: EventTargets;
}

/** Amazon EventBridge: the API, and what brings events from the log to the targets of rules. */
export interface Events extends AsyncDisposable {
  readonly service: Service;
  /** Takes up what an earlier run left, then follows the log and the schedules. */
  start(): void;
  /** Waits a moment for events that are on their way: those of a stop in good order, above all. */
  settle(): Promise<void>;
}

/** Longer, a target may keep nobody from leaving; what is left is delivered at the next start. */
const longestSettle = 2000;

export function eventsService(parts: EventsParts): Events {
  const { store, clock, cipher, eventLog, targets } = parts;
  const tables = eventsTables(store);
  sealConnections(tables, cipher);
  const apiDestinations = new ApiDestinations({ tables, clock, cipher });
  const archiver = new Archiver(store, eventLog);
  const archiveSweeper = new ArchiveSweeper(parts);
  const replayer = new Replayer(parts);
  const deliver = deliverer({ tables, eventLog, targets, apiDestinations });
  const deliveries = new Deliveries({ ...parts, deliver });
  const dispatcher = new Dispatcher({ ...parts, onQueued: (lane) => deliveries.wake(lane) });
  const scheduler = new Scheduler(parts);
  const operationNamed = handlersByName<EventsOperations, EventsCall>(operations);
  return {
    service: {
      name: 'events',
      contract: eventsContract,
      handle(name, input, context) {
        const operation = operationNamed(name);
        const { errors = [] } = eventsContract.operations.get(name) ?? {};
        if (operation === undefined) throw notImplemented(name, errors);
        const call = callOf(context, parts, tables);
        return store.transaction(() => operation(input, call));
      },
      demands: (operation, input, context) => demandsOf(tables, operation, input, context),
      validationError: (_operation, _message, violations) => validation(javaViolationsMessage(violations)),
    },
    start() {
      deliveries.start();
      dispatcher.start();
      scheduler.start();
      archiveSweeper.start();
      replayer.start();
    },
    settle: () => deliveries.settle(longestSettle),
    async [Symbol.asyncDispose]() {
      replayer[Symbol.dispose]();
      archiveSweeper[Symbol.dispose]();
      archiver[Symbol.dispose]();
      scheduler[Symbol.dispose]();
      dispatcher[Symbol.dispose]();
      await deliveries[Symbol.asyncDispose]();
    },
  };
}

function callOf(context: RequestContext, parts: EventsParts, tables: EventsCall['tables']): EventsCall {
  const { clock, ids, eventLog, targets, log, cipher } = parts;
  return { ...context, tables, now: clock.now(), ids, eventLog, targets, log, cipher };
}

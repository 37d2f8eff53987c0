import type { SchedulerOperations } from '../../src/aws/contract/scheduler.types.gen.ts';
import type { ServiceContract } from '../../src/aws/contract/contract.ts';
import { ecsContract } from '../../src/aws/contract/ecs.gen.ts';
import { eventsContract } from '../../src/aws/contract/events.gen.ts';
import type { Service } from '../../src/aws/service.ts';
import type { TargetMessage } from '../../src/aws/targets/target-upstreams.ts';
import { countingIds } from '../../src/kernel/ids.ts';
import type { Log } from '../../src/kernel/log.ts';
import { VirtualClock } from '../../src/kernel/virtual-clock.ts';
import { schedulerService } from '../../src/services/scheduler/index.ts';
import { type SchedulerTables, schedulerTables } from '../../src/services/scheduler/model/tables.ts';
import { Store } from '../../src/store/store.ts';
import { testService, type TestService } from './aws-service.ts';

/** A call that a target got. */
export interface Invoked {
  readonly operation: string;
  readonly input: unknown;
  readonly account: string;
  readonly region: string;
  /** ISO, by the second. */
  readonly at: string;
}

export interface TestScheduler extends AsyncDisposable {
  readonly call: TestService<SchedulerOperations>['call'];
  readonly clock: VirtualClock;
  readonly tables: SchedulerTables;
  /** What ECS and EventBridge got. */
  readonly invoked: readonly Invoked[];
  /** What services behind upstreams got. */
  readonly sent: readonly { readonly arn: string; readonly message: TargetMessage; readonly at: string }[];
  /** Thrown by targets, one each call, before they work again. */
  readonly failures: unknown[];
  /** Answered by ECS in place of what RunTask answers. */
  answer: unknown;
  /** What targets wait for. */
  hold: Promise<void>;
  readonly complaints: readonly string[];
  /** The service ends, as with `kill -9`, for so many milliseconds: what was in the store is there. */
  crash(ms?: number): Promise<void>;
}

export interface TestSchedulerOptions {
  readonly upstreams?: readonly string[];
  readonly start?: number;
}

/** A Scheduler of its own: in memory, time stands still, ids count up, targets are fakes. */
export function testScheduler(options: TestSchedulerOptions = {}): TestScheduler {
  const complaints: string[] = [];
  const store = new Store({ onListenerError: (error) => complaints.push(String(error)) });
  const clock = new VirtualClock(options.start);
  const ids = countingIds();
  const invoked: Invoked[] = [];
  const sent: { arn: string; message: TargetMessage; at: string }[] = [];
  const failures: unknown[] = [];
  const now = (): string => new Date(clock.now()).toISOString().slice(0, 19);
  const log: Log = {
    debug() {},
    info() {},
    warn: (_fields, message) => void complaints.push(message),
    error: (_fields, message) => void complaints.push(message),
  };
  const fake = (name: string, contract: ServiceContract): Service => ({
    name,
    contract,
    async handle(operation, input, { account, region }) {
      await tested.hold;
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
      invoked.push({ operation, input, account, region, at: now() });
      return tested.answer;
    },
    validationError: (_operation, message) => new Error(message) as never,
  });
  const services = new Map([
    ['ecs', fake('ecs', ecsContract)],
    ['eventbridge', fake('events', eventsContract)],
  ]);
  const make = () =>
    schedulerService({
      store,
      clock,
      ids,
      log,
      targets: {
        service: (name) => services.get(name),
        upstreams: (service) =>
          options.upstreams?.includes(service) === true
            ? {
                async send(arn, message) {
                  const failure = failures.shift();
                  if (failure !== undefined) throw failure;
                  sent.push({ arn, message, at: now() });
                },
              }
            : undefined,
      },
    });
  let scheduler = make();
  scheduler.start();
  const tested: TestScheduler = {
    call: (operation, input, caller) =>
      testService<SchedulerOperations>(scheduler.service, { clock, store }).call(operation, input, caller),
    clock,
    tables: schedulerTables(store),
    invoked,
    sent,
    failures,
    answer: {},
    hold: Promise.resolve(),
    complaints,
    async crash(ms = 0) {
      await scheduler[Symbol.asyncDispose]();
      await clock.advance(ms);
      scheduler = make();
      scheduler.start();
      await clock.advance(0);
    },
    async [Symbol.asyncDispose]() {
      await scheduler[Symbol.asyncDispose]();
      store[Symbol.dispose]();
    },
  };
  return tested;
}

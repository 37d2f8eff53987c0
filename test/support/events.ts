import { partitionOf, rootArn } from '../../src/aws/arn.ts';
import { checkOutput } from '../../src/aws/validation/check-output.ts';
import type { EventsOperationName, EventsOperations } from '../../src/aws/contract/events.types.gen.ts';
import type { RequestContext } from '../../src/aws/service.ts';
import { parseInput } from '../../src/aws/validation/validate.ts';
import type { TargetMessage } from '../../src/aws/targets/target-upstreams.ts';
import { aesCipher, newKey } from '../../src/kernel/cipher.ts';
import { countingIds } from '../../src/kernel/ids.ts';
import type { Log } from '../../src/kernel/log.ts';
import { VirtualClock } from '../../src/kernel/virtual-clock.ts';
import { EventLog, eventsService, type EventTargets } from '../../src/services/events/index.ts';
import { type EventsTables, eventsTables } from '../../src/services/events/model/tables.ts';
import { Store } from '../../src/store/store.ts';

export interface Line {
  readonly group: string;
  readonly timestamp: number;
  readonly message: string;
}

export interface Sent {
  readonly arn: string;
  readonly message: TargetMessage;
}

export interface TestEvents extends AsyncDisposable {
  /** One call, checked as over the wire. Throws what the client would see. */
  call<Name extends EventsOperationName>(
    operation: Name,
    input: EventsOperations[Name]['input'],
  ): EventsOperations[Name]['output'];
  /** A rule with one target on a log group, whose lines are in `lines`. */
  logTo(group: string, pattern: object, bus?: string): void;
  readonly clock: VirtualClock;
  readonly store: Store;
  readonly tables: EventsTables;
  readonly eventLog: EventLog;
  /** What log groups got. */
  readonly lines: readonly Line[];
  /** What RunTask got. */
  readonly tasks: readonly unknown[];
  /** What services behind upstreams got. */
  readonly sent: readonly Sent[];
  /** Warnings and errors of the log. */
  readonly complaints: readonly string[];
  /** Thrown by the ports of log groups and upstreams, one each call, before they work again. */
  readonly failures: Error[];
  /** What log groups wait for before they take a line. */
  hold: Promise<void>;
  settle(): Promise<void>;
  /** The service ends, as with `kill -9`: what was in the store is there. A new one begins, but for `start`. */
  crash(options?: { readonly start?: boolean }): Promise<void>;
  start(): void;
}

export const logGroup = (name: string): string => `arn:aws:logs:us-east-1:000000000000:log-group:${name}`;

/** An EventBridge of its own: in memory, time stands still, ids count up, log groups and ECS are fakes. */
export function testEvents(
  options: { readonly start?: boolean; readonly upstreams?: readonly string[] } = {},
): TestEvents {
  const complaints: string[] = [];
  const store = new Store({ onListenerError: (error) => complaints.push(String(error)) });
  const clock = new VirtualClock();
  const ids = countingIds();
  const lines: Line[] = [];
  const tasks: unknown[] = [];
  const sent: Sent[] = [];
  const failures: Error[] = [];
  const log: Log = {
    debug() {},
    info() {},
    warn: (_fields, message) => void complaints.push(message),
    error: (_fields, message) => void complaints.push(message),
  };
  const targets: EventTargets = {
    logs: {
      async write(group, line) {
        await tested.hold;
        const failure = failures.shift();
        if (failure !== undefined) throw failure;
        lines.push({ group, ...line });
      },
    },
    ecs: {
      async runTask(_scope, input) {
        tasks.push(input);
        return [];
      },
    },
    upstreams: (service) =>
      options.upstreams?.includes(service) === true
        ? {
            async send(arn, message) {
              const failure = failures.shift();
              if (failure !== undefined) throw failure;
              sent.push({ arn, message });
            },
          }
        : undefined,
  };
  let eventLog = new EventLog({ store, clock, ids });
  const cipher = aesCipher(newKey());
  const make = () => eventsService({ store, clock, ids, log, cipher, eventLog, targets });
  let events = make();
  if (options.start !== false) events.start();
  const context: RequestContext = {
    requestId: '00000000-0000-4000-8000-000000000000',
    account: '000000000000',
    region: 'us-east-1',
    partition: partitionOf('us-east-1'),
    principalArn: rootArn({ partition: 'aws', account: '000000000000' }),
    signal: new AbortController().signal,
  };
  const call: TestEvents['call'] = (operation, input) => {
    const { service } = events;
    const parsed = parseInput(service.contract, operation, JSON.stringify(input), service.validationError);
    const output = JSON.parse(JSON.stringify(service.handle(operation, parsed, context)));
    const faults = checkOutput(service.contract, operation, output);
    if (faults.length > 0) throw new Error(`the answer breaks the contract: ${faults.join('; ')}`);
    return output;
  };
  const tested: TestEvents = {
    hold: Promise.resolve(),
    settle: () => events.settle(),
    call,
    logTo(group, pattern, bus = 'default') {
      const Name = group.replaceAll('/', '-');
      call('PutRule', { Name, EventPattern: JSON.stringify(pattern), EventBusName: bus });
      call('PutTargets', { Rule: Name, EventBusName: bus, Targets: [{ Id: 'logs', Arn: logGroup(group) }] });
    },
    clock,
    store,
    tables: eventsTables(store),
    get eventLog() {
      return eventLog;
    },
    lines,
    tasks,
    sent,
    complaints,
    failures,
    async crash({ start = true } = {}) {
      await events[Symbol.asyncDispose]();
      eventLog = new EventLog({ store, clock, ids });
      events = make();
      if (start) events.start();
    },
    start: () => events.start(),
    async [Symbol.asyncDispose]() {
      await events[Symbol.asyncDispose]();
      store[Symbol.dispose]();
    },
  };
  return tested;
}

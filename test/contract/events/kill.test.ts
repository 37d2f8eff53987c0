import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ECSClient,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
} from '@aws-sdk/client-ecs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { tasksTable } from '../../../src/agent/model/task-record.ts';
import { aesCipher, newKey } from '../../../src/kernel/cipher.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import { randomIds } from '../../../src/kernel/ids.ts';
import { VirtualClock } from '../../../src/kernel/virtual-clock.ts';
import { EventLog, eventsService } from '../../../src/services/events/index.ts';
import { eventsTables } from '../../../src/services/events/model/tables.ts';
import { Store } from '../../../src/store/store.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'longshore-kill-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const file = (): string => join(directory, 'longshore.db');
const at = (path: string): string => JSON.stringify(new URL(`../../../${path}`, import.meta.url).href);

/** A process that gives a task versions 1, 2, … and kills itself by SIGKILL where `body` says so. */
function doomed(body: string): void {
  const script = `
    const { Store } = await import(${at('src/store/store.ts')});
    const { tasksTable } = await import(${at('src/agent/model/task-record.ts')});
    const { tellTaskEvents } = await import(${at('src/services/ecs/events/task-events.ts')});
    const { EventLog, eventsService } = await import(${at('src/services/events/index.ts')});
    const { realClock: clock } = await import(${at('src/kernel/clock.ts')});
    const { randomIds: ids } = await import(${at('src/kernel/ids.ts')});
    const { aesCipher, newKey } = await import(${at('src/kernel/cipher.ts')});
    const { silentLog: log } = await import(${at('src/kernel/log.ts')});
    const { taskRecord, containerPlan } = await import(${at('test/support/agent/tasks.ts')});
    const store = new Store({ file: ${JSON.stringify(file())}, onListenerError() {} });
    const eventLog = new EventLog({ store, clock, ids });
    const die = () => process.kill(process.pid, 'SIGKILL');
    const task = taskRecord([containerPlan({ name: 'app' })]);
    const tasks = store.table(tasksTable);
    const change = (version) => tasks.put({ ...task, version });
    ${body}`;
  const { signal, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
  expect(signal, stderr.toString()).toBe('SIGKILL');
}

const open = (): Store =>
  new Store({
    file: file(),
    onListenerError: (error) => {
      throw error;
    },
  });
const versionsIn = (store: Store): unknown[] =>
  eventsTables(store)
    .events.select()
    .map(({ event }) => (event.detail as { version?: unknown }).version);

describe('kill -9', () => {
  test.each([0, 1, 2])('between a change and its event leaves neither (%d changes before)', (before) => {
    doomed(`
      let left = ${before};
      tellTaskEvents({ store, clock, events: { publish: (event) => {
        if (left === 0) die();
        left -= 1;
        eventLog.publish(event);
      } } });
      for (let version = 1; ; version += 1) change(version);`);
    using store = open();
    const [task] = store.table(tasksTable).select();
    expect(task?.version ?? 0).toBe(before);
    expect(versionsIn(store)).toEqual(Array.from({ length: before }, (_, index) => index + 1));
  });

  test('after a change, before rules have seen it, loses no event', async () => {
    doomed(`
      tellTaskEvents({ store, clock, events: eventLog });
      const events = eventsService({ store, clock, ids, log, cipher: aesCipher(newKey()), eventLog, targets: { logs: { async write() {} } } });
      const context = { account: '000000000000', region: 'us-east-1', partition: 'aws' };
      const call = (name, input) => events.service.handle(name, input, context);
      call('PutRule', { Name: 'all', EventPattern: '{"source":["aws.ecs"]}' });
      const Arn = 'arn:aws:logs:us-east-1:000000000000:log-group:/all';
      call('PutTargets', { Rule: 'all', Targets: [{ Id: 'a', Arn }] });
      events.start();
      // Those that follow the log do so when this turn ends, and it does not.
      for (let version = 1; version <= 3; version += 1) change(version);
      die();`);
    using store = open();
    const clock = new VirtualClock();
    const eventLog = new EventLog({ store, clock, ids: randomIds });
    const told: unknown[] = [];
    const targets = {
      logs: {
        async write(_group: string, { message }: { readonly message: string }) {
          told.push(JSON.parse(message).detail.version);
        },
      },
    };
    const cipher = aesCipher(newKey());
    await using events = eventsService({
      store,
      clock,
      ids: randomIds,
      log: silentLog,
      cipher,
      eventLog,
      targets,
    });
    events.start();
    await clock.advance(0);
    expect(told).toEqual([1, 2, 3]);
  });

  test.each([30, 80, 150])(
    'of a whole server after %d ms of work leaves an event for each version',
    async (ms) => {
      const program = spawn(
        process.execPath,
        ['src/cli/main.ts', 'serve', '--port', '0', '--backend', 'simulated', '--data-dir', directory],
        { cwd: new URL('../../..', import.meta.url), stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const ended = once(program, 'exit');
      const endpoint = await endpointOf(program.stdout);
      const client = new ECSClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
      const containerDefinitions = [{ name: 'app', image: 'busybox', memory: 64 }];
      await client.send(new RegisterTaskDefinitionCommand({ family: 'app', containerDefinitions }));
      await client.send(new RunTaskCommand({ taskDefinition: 'app' }));
      setTimeout(() => program.kill('SIGKILL'), ms);
      // Tasks start and stop until the server is gone.
      const work = async (): Promise<void> => {
        for (;;) {
          const { tasks = [] } = await client.send(new RunTaskCommand({ taskDefinition: 'app', count: 3 }));
          for (const { taskArn } of tasks) await client.send(new StopTaskCommand({ task: taskArn }));
        }
      };
      await Promise.allSettled([work(), work()]);
      client.destroy();
      await ended;
      using store = open();
      const tasks = store.table(tasksTable).select();
      expect(tasks.length).toBeGreaterThan(0);
      const events = eventsTables(store).events.select();
      for (const { arn, version } of tasks) {
        const versions = events
          .filter(({ event }) => event.resources[0] === arn)
          .map(({ event }) => (event.detail as { version?: unknown }).version);
        expect(versions).toEqual(Array.from({ length: version }, (_, index) => index + 1));
      }
    },
    30_000,
  );
});

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

async function endpointOf(output: AsyncIterable<unknown>): Promise<string> {
  let text = '';
  for await (const chunk of output) {
    text += String(chunk);
    const [, endpoint] = /is ready at (http:\/\/\S+)/.exec(text) ?? [];
    if (endpoint !== undefined) return endpoint;
  }
  throw new Error(`the server did not start: ${text}`);
}

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ecsContract } from '../../../src/aws/contract/ecs.gen.ts';
import type { Service } from '../../../src/aws/service.ts';
import { randomIds } from '../../../src/kernel/ids.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import { VirtualClock } from '../../../src/kernel/virtual-clock.ts';
import { schedulerService } from '../../../src/services/scheduler/index.ts';
import { schedulerTables } from '../../../src/services/scheduler/model/tables.ts';
import { Store } from '../../../src/store/store.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'longshore-kill-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const file = (): string => join(directory, 'longshore.db');
const at = (path: string): string => JSON.stringify(new URL(`../../../${path}`, import.meta.url).href);

/** A Scheduler with one schedule, whose clock is advanced until ECS is asked for a task: SIGKILL. */
function doomed(before: string): void {
  const script = `
    const { Store } = await import(${at('src/store/store.ts')});
    const { schedulerService } = await import(${at('src/services/scheduler/index.ts')});
    const { VirtualClock } = await import(${at('src/kernel/virtual-clock.ts')});
    const { randomIds: ids } = await import(${at('src/kernel/ids.ts')});
    const { silentLog: log } = await import(${at('src/kernel/log.ts')});
    const { ecsContract: contract } = await import(${at('src/aws/contract/ecs.gen.ts')});
    const die = () => process.kill(process.pid, 'SIGKILL');
    const store = new Store({ file: ${JSON.stringify(file())}, onListenerError() {} });
    const clock = new VirtualClock();
    const ecs = { name: 'ecs', contract, handle: die, validationError: (_, message) => new Error(message) };
    const targets = { service: () => ecs, upstreams: () => undefined };
    const { service, start } = schedulerService({ store, clock, ids, log, targets });
    const Target = {
      Arn: 'arn:aws:ecs:us-east-1:000000000000:cluster/main',
      RoleArn: 'arn:aws:iam::000000000000:role/starter',
      EcsParameters: { TaskDefinitionArn: 'job' },
    };
    service.handle('CreateSchedule', {
      Name: 'job',
      ScheduleExpression: 'rate(1 hour)',
      StartDate: Date.UTC(2026, 0, 1, 1) / 1000,
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target,
    }, { account: '000000000000', region: 'us-east-1', partition: 'aws' });
    ${before}
    start();
    await clock.advance(3_600_000);`;
  const { signal, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
  expect(signal, stderr.toString()).toBe('SIGKILL');
}

/** The tokens and times of the tasks that a new run starts, two hours later. */
async function afterwards(): Promise<{ store: Store; started: string[] }> {
  const store = new Store({
    file: file(),
    onListenerError: (error) => {
      throw error;
    },
  });
  const clock = new VirtualClock(Date.UTC(2026, 0, 1, 2, 30));
  const started: string[] = [];
  const ecs: Service = {
    name: 'ecs',
    contract: ecsContract,
    handle(_operation, input) {
      started.push((input as { clientToken: string }).clientToken);
      return { tasks: [{}], failures: [] };
    },
    validationError: (_operation, message) => new Error(message) as never,
  };
  const targets = { service: () => ecs, upstreams: () => undefined };
  const scheduler = schedulerService({ store, clock, ids: randomIds, log: silentLog, targets });
  scheduler.start();
  await clock.advance(0);
  await scheduler[Symbol.asyncDispose]();
  return { store, started };
}

test('kill -9 while a task is being started: it is asked for again, under the same token', async () => {
  doomed('');
  const before = new Store({ file: file(), onListenerError() {} });
  const [invocation] = schedulerTables(before).invocations.select();
  before[Symbol.dispose]();
  const { store, started } = await afterwards();
  // The one of 01:00, and the one of 02:00 that was missed.
  expect(started).toHaveLength(2);
  expect(started).toContain(invocation?.id);
  expect(schedulerTables(store).invocations.count()).toBe(0);
  expect(schedulerTables(store).schedules.select()).toMatchObject([{ nextAt: Date.UTC(2026, 0, 1, 3) }]);
  store[Symbol.dispose]();
});

test('kill -9 before anything is due leaves the schedule, which is made up for once', async () => {
  doomed('die();');
  const { store, started } = await afterwards();
  expect(started).toHaveLength(1);
  expect(schedulerTables(store).schedules.select()).toMatchObject([{ nextAt: Date.UTC(2026, 0, 1, 3) }]);
  store[Symbol.dispose]();
});

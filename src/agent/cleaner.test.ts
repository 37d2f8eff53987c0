import { describe, expect, test } from 'vitest';

import { containerPlan, taskRecord } from '../../test/support/agent/tasks.ts';
import { type Log, silentLog } from '../kernel/log.ts';
import { VirtualClock } from '../kernel/virtual-clock.ts';
import { Store } from '../store/store.ts';
import type { Backend } from './backends/backend.ts';
import { Cleaner } from './cleaner.ts';
import { type TaskRecord, tasksTable } from './model/task-record.ts';

function cleaning() {
  const clock = new VirtualClock(1_000_000);
  const store = new Store({
    onListenerError: (error) => {
      throw error;
    },
  });
  const tasks = store.table(tasksTable);
  const done: string[] = [];
  const warnings: object[] = [];
  let failures = 0;
  const unseen = new Map<string, { readonly runtimeId: string; readonly taskArn: string }>();
  const backend = {
    inspectContainer: (engineName: string) => Promise.resolve(unseen.get(engineName)),
    removeContainer: (runtimeId: string) => {
      done.push(`remove ${runtimeId}`);
      return failures-- > 0 ? Promise.reject(new Error('in use')) : Promise.resolve();
    },
  };
  const hook = (name: string) => ({
    name,
    clean: () => {
      done.push(`clean ${name}`);
      return Promise.resolve();
    },
  });
  const log: Log = { ...silentLog, warn: (fields) => void warnings.push(fields) };
  const hooks = [hook('first'), { name: 'idle' }, hook('second')];
  const cleaner = new Cleaner({
    tasks,
    backend: backend as unknown as Backend,
    hooks,
    clock,
    log,
    deadlines: { clean: 300_000 },
    cleanUpAfter: 60_000,
  });
  const ended = (id: string): TaskRecord => {
    const record = taskRecord([containerPlan({ name: 'a' }), containerPlan({ name: 'b' })], { id });
    const containers = record.containers.map((state, index) =>
      index === 0 ? { ...state, runtimeId: `${id}-a` } : state,
    );
    const task: TaskRecord = { ...record, containers, lastStatus: 'STOPPED', stoppedAt: clock.now() };
    tasks.put(task);
    return task;
  };
  const fail = (times: number): void => void (failures = times);
  return { clock, tasks, done, warnings, cleaner, ended, fail, unseen };
}

describe('Cleaner', () => {
  test('removes what was made, in its time: containers first, then the hooks’ things in reverse', async () => {
    const { clock, tasks, done, cleaner, ended } = cleaning();
    const task = ended('t1');
    cleaner.schedule(task);
    await clock.advance(59_999);
    expect(done).toEqual([]);
    await clock.advance(1);
    expect(done).toEqual(['remove t1-a', 'clean second', 'clean first']);
    expect(tasks.get(task.arn)?.cleanedAt).toBe(1_060_000);
  });

  test('removes the container of a call that was given up: its own by that name, and no other’s', async () => {
    const { clock, done, cleaner, ended, unseen } = cleaning();
    const recorded = ended('t1');
    const name = recorded.plan.containers[1]?.engineName ?? '';
    const pulled = recorded.containers.map((state) => ({ ...state, imageId: 'sha256:1' }));
    const task = { ...recorded, containers: pulled };
    unseen.set(name, { runtimeId: 't1-b', taskArn: 'arn:other' });
    await cleaner.clean(task);
    expect(done).toEqual(['remove t1-a', 'clean second', 'clean first']);
    unseen.set(name, { runtimeId: 't1-b', taskArn: task.arn });
    await cleaner.clean(recorded);
    expect(done.slice(3)).toEqual(['remove t1-a', 'clean second', 'clean first']);
    await cleaner.clean(task);
    await clock.advance(0);
    expect(done.slice(6)).toEqual(['remove t1-a', 'remove t1-b', 'clean second', 'clean first']);
  });

  test('counts from when the task stopped, also when Longshore was away', async () => {
    const { clock, done, cleaner, ended } = cleaning();
    const task = ended('t1');
    await clock.advance(100_000);
    cleaner.schedule(task);
    await clock.advance(0);
    expect(done).toContain('remove t1-a');
  });

  test('tries again when something could not be removed, and marks nothing until then', async () => {
    const { clock, tasks, done, warnings, cleaner, ended, fail } = cleaning();
    const task = ended('t1');
    cleaner.schedule(task);
    fail(2);
    await clock.advance(60_000);
    expect(done).toEqual(['remove t1-a']);
    expect(warnings).toEqual([{ task: 't1', problem: 'in use' }]);
    expect(tasks.get(task.arn)?.cleanedAt).toBeUndefined();
    await clock.advance(1000);
    expect(done).toEqual(['remove t1-a', 'remove t1-a']);
    await clock.advance(2000);
    expect(done).toEqual(['remove t1-a', 'remove t1-a', 'remove t1-a', 'clean second', 'clean first']);
    expect(tasks.get(task.arn)?.cleanedAt).toBe(1_063_000);
  });

  test('what is asked for now is done now, told of when it fails, and not done twice', async () => {
    const { clock, done, cleaner, ended, fail } = cleaning();
    const task = ended('t1');
    cleaner.schedule(task);
    await cleaner.clean(task);
    await clock.advance(600_000);
    expect(done).toEqual(['remove t1-a', 'clean second', 'clean first']);
    fail(1);
    await expect(cleaner.clean(ended('t2'))).rejects.toThrow('in use');
  });

  test('does not overwrite what was written to the record meanwhile', async () => {
    const { tasks, cleaner, ended } = cleaning();
    const task = ended('t1');
    tasks.put({ ...task, stoppedReason: 'newer' });
    await cleaner.clean(task);
    expect(tasks.get(task.arn)).toMatchObject({ stoppedReason: 'newer', cleanedAt: 1_000_000 });
  });

  test('a task whose record is gone is not brought back', async () => {
    const { clock, tasks, done, cleaner, ended } = cleaning();
    const task = ended('t1');
    cleaner.schedule(task);
    tasks.delete(task.arn);
    await clock.advance(60_000);
    expect(done).toEqual([]);
    await cleaner.clean(task);
    expect(tasks.get(task.arn)).toBeUndefined();
  });

  test('does nothing more once it has left', async () => {
    const { clock, done, cleaner, ended } = cleaning();
    cleaner.schedule(ended('t1'));
    cleaner[Symbol.dispose]();
    await clock.advance(600_000);
    expect(done).toEqual([]);
  });
});

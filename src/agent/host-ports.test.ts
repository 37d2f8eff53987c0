import { expect, test } from 'vitest';

import { containerPlan, taskRecord } from '../../test/support/agent/tasks.ts';
import { Store } from '../store/store.ts';
import { untilPortsAreFree } from './host-ports.ts';
import type { NetworkMode } from './model/task-plan.ts';
import { type TaskRecord, tasksTable } from './model/task-record.ts';

const never = new AbortController().signal;

function machine() {
  const store = new Store({
    onListenerError: (error) => {
      throw error;
    },
  });
  const tasks = store.table(tasksTable);
  const task = (
    id: string,
    given: Partial<TaskRecord> = {},
    hostPort = 80,
    networkMode: NetworkMode = 'bridge',
  ) => {
    const ports = [{ containerPort: 80, hostPort, protocol: 'tcp' as const }];
    const record = { ...taskRecord([containerPlan({ name: 'web', ports })], { id, networkMode }), ...given };
    tasks.put(record);
    return record;
  };
  /** Whether the task may go on, now and whenever it is asked. */
  const waiting = (record: TaskRecord, signal = never) => {
    const state = { goesOn: false };
    const waited = untilPortsAreFree(tasks, record, signal).then(() => void (state.goesOn = true));
    return { state, waited };
  };
  return { tasks, task, waiting };
}

const ending = { desiredStatus: 'STOPPED', lastStatus: 'STOPPING' } as const;
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

test('a task waits until every one that is on its way to its end and holds its port has stopped', async () => {
  const { tasks, task, waiting } = machine();
  const first = task('1', ending);
  const second = task('2', ending);
  const { state, waited } = waiting(task('3'));
  tasks.put({ ...first, lastStatus: 'STOPPED' });
  await turn();
  expect(state.goesOn).toBe(false);
  tasks.put({ ...second, lastStatus: 'STOPPED' });
  await waited;
});

test('other ports, ports of the engine’s choice and those behind an interface of its own hold up nobody', async () => {
  const { task, waiting } = machine();
  task('1', ending);
  task('2', ending, 81, 'awsvpc');
  for (const free of [task('3', {}, 81), task('4', {}, 0), task('5', {}, 80, 'awsvpc')])
    await waiting(free).waited;
});

test('who does not want to go on any more is not kept waiting', async () => {
  const { task, waiting } = machine();
  task('1', ending);
  const abort = new AbortController();
  const { waited } = waiting(task('2'), abort.signal);
  abort.abort(new Error('no longer wanted'));
  await expect(waited).rejects.toThrow('no longer wanted');
});

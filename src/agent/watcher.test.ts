import { describe, expect, test } from 'vitest';

import { containerPlan, taskRecord } from '../../test/support/agent/tasks.ts';
import { Channel } from '../kernel/channel.ts';
import { VirtualClock } from '../kernel/virtual-clock.ts';
import { Store } from '../store/store.ts';
import type { Backend, LogLine, LogRequest } from './backends/backend.ts';
import { type ContainerState, type TaskRecord, tasksTable } from './model/task-record.ts';
import type { TaskEvent } from './watch.ts';
import { Watcher } from './watcher.ts';

const line = (text: string, time = '1'): LogLine => ({ stream: 'stdout', time, text });

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** A watcher of one task whose containers' logs the test writes. */
function watching(names: readonly string[] = ['app']) {
  const store = new Store({
    onListenerError: (error) => {
      throw error;
    },
  });
  const tasks = store.table(tasksTable);
  const logs: {
    readonly id: string;
    readonly request: LogRequest;
    readonly lines: Channel<LogLine>;
    signal: AbortSignal;
  }[] = [];
  let failure: Error | undefined;
  let taken = 0;
  const backend: Pick<Backend, 'logs'> = {
    async *logs(id, request, signal) {
      if (failure !== undefined) throw failure;
      const lines = new Channel<LogLine>(10_000);
      logs.push({ id, request, lines, signal });
      for await (const each of lines) {
        taken += 1;
        yield each;
      }
    },
  };
  const watcher = new Watcher({ tasks, backend: backend as Backend, clock: new VirtualClock(7) });
  let task = taskRecord(names.map((name) => containerPlan({ name })));
  const write = (given: Partial<TaskRecord>, states: Partial<ContainerState> = {}): void => {
    const containers = task.containers.map((state) => ({ ...state, ...states }));
    task = { ...task, version: task.version + 1, containers, ...given };
    tasks.put(task);
  };
  tasks.put(task);
  const events: TaskEvent[] = [];
  const abort = new AbortController();
  const look = async (): Promise<void> => {
    for await (const event of watcher.watch(task.arn, abort.signal) ?? []) events.push(event);
  };
  return {
    watcher,
    logs,
    events,
    abort,
    look,
    write,
    task: () => task,
    fail: (error: Error) => (failure = error),
    texts: () => events.flatMap((event) => (event.kind === 'log' ? [event.text] : [])),
    /** How many lines have been read from the containers. */
    taken: () => taken,
    kinds: () => events.map(({ kind }) => kind),
  };
}

const run = { known: 'RUNNING', runtimeId: 'id', startedAt: 1 } as const;

describe('Watcher', () => {
  test('gives the present state, each change once, and ends after the last line', async () => {
    const { look, write, logs, events, kinds, texts } = watching();
    const looking = look();
    await settled();
    expect(events[0]).toMatchObject({
      kind: 'task',
      lastStatus: 'PENDING',
      containers: [{ name: 'app', essential: true, lastStatus: 'PENDING' }],
    });
    write({ lastStatus: 'RUNNING' }, run);
    await settled();
    expect(logs).toMatchObject([{ id: 'id', request: { follow: true, after: undefined } }]);
    write({ version: 2 });
    logs[0]?.lines.post(line('one'));
    await settled();
    write({ lastStatus: 'STOPPED', version: 3 }, { known: 'STOPPED', exitCode: 0 });
    await settled();
    expect(kinds()).toEqual(['task', 'task', 'log', 'task']);
    logs[0]?.lines.post(line('two'));
    logs[0]?.lines.close();
    // Cleaned up meanwhile: the same version again.
    write({ cleanedAt: 9, version: 3 });
    await looking;
    expect(texts()).toEqual(['one', 'two']);
    expect(kinds()).toEqual(['task', 'task', 'log', 'task', 'log', 'end']);
    expect(events.at(-2)).toMatchObject({ kind: 'log', container: 'app', stream: 'stdout', time: '1' });
  });

  test('tells of a new health, which makes no new version', async () => {
    const { look, write, events, abort, task } = watching();
    const looking = look();
    await settled();
    const { version } = task();
    write({ version }, { health: 'HEALTHY' });
    write({ version, stagePending: 'deactivate' });
    await settled();
    expect(events).toMatchObject([
      { kind: 'task', version },
      { kind: 'task', version, containers: [{ name: 'app', healthStatus: 'HEALTHY' }] },
    ]);
    abort.abort();
    await looking;
  });

  test('a task that has stopped already: its state, its output, the end', async () => {
    const { look, write, logs, kinds } = watching();
    write({ lastStatus: 'STOPPED' }, { ...run, known: 'STOPPED' });
    const looking = look();
    await settled();
    logs[0]?.lines.post(line('late'));
    logs[0]?.lines.close();
    await looking;
    expect(kinds()).toEqual(['task', 'log', 'end']);
  });

  test('goes on after a restart with what is later than the last line', async () => {
    const { look, write, logs, texts } = watching();
    const looking = look();
    write({ lastStatus: 'RUNNING' }, run);
    await settled();
    logs[0]?.lines.post(line('first run', '11'));
    // The restart is no visible change: the version stays.
    write({ version: 2 }, { restarts: 1 });
    await settled();
    expect(logs).toHaveLength(1);
    logs[0]?.lines.close();
    await settled();
    expect(logs[1]?.request).toEqual({ follow: true, after: '11' });
    logs[1]?.lines.post(line('second run', '12'));
    logs[1]?.lines.close();
    write({ lastStatus: 'STOPPED' }, { known: 'STOPPED' });
    await looking;
    expect(texts()).toEqual(['first run', 'second run']);
  });

  test('tells who looks on how a pull goes, and nobody else', async () => {
    const { look, watcher, task, events, abort } = watching();
    const progress = { image: 'busybox:1', status: 'Downloading', current: 1, total: 2 };
    watcher.pullProgressed(task(), 'app', progress);
    const looking = look();
    await settled();
    watcher.pullProgressed(task(), 'app', progress);
    watcher.pullProgressed({ ...task(), arn: 'arn:other' }, 'app', progress);
    await settled();
    expect(events.slice(1)).toEqual([{ kind: 'pull', at: 7, container: 'app', ...progress }]);
    abort.abort();
    await looking;
    watcher.pullProgressed(task(), 'app', progress);
    expect(events).toHaveLength(2);
  });

  test('says when output cannot be followed, and goes on', async () => {
    const { look, write, fail, events } = watching();
    fail(new Error('configured logging driver does not support reading'));
    const looking = look();
    write({ lastStatus: 'RUNNING' }, run);
    write({ lastStatus: 'STOPPED' }, { known: 'STOPPED' });
    await looking;
    const text = 'its output cannot be followed: configured logging driver does not support reading';
    expect(events.filter(({ kind }) => kind === 'notice')).toEqual([
      { kind: 'notice', at: 7, container: 'app', text },
    ]);
    expect(events.at(-1)?.kind).toBe('end');
  });

  test('one who leaves no longer holds the output open', async () => {
    const { look, write, logs, abort, kinds } = watching();
    const looking = look();
    write({ lastStatus: 'RUNNING' }, run);
    await settled();
    expect(logs[0]?.signal.aborted).toBe(false);
    abort.abort();
    await looking;
    expect(logs[0]?.signal.aborted).toBe(true);
    expect(kinds()).not.toContain('end');
  });

  test('a reader who is slow holds the output back, and misses nothing', async () => {
    const { watcher, write, logs, task, taken } = watching();
    write({ lastStatus: 'RUNNING' }, run);
    const stream = watcher.watch(task().arn, new AbortController().signal);
    if (stream === undefined) throw new Error('no such task');
    const reader = stream[Symbol.asyncIterator]();
    await reader.next();
    await settled();
    const total = 3000;
    for (let count = 0; count < total; count += 1) logs[0]?.lines.post(line(String(count)));
    logs[0]?.lines.close();
    write({ lastStatus: 'STOPPED' }, { known: 'STOPPED' });
    await settled();
    expect(taken()).toBeLessThan(1100);
    const texts: string[] = [];
    for (let next = await reader.next(); next.done !== true; next = await reader.next()) {
      if (next.value.kind === 'log') texts.push(next.value.text);
    }
    expect(texts).toEqual(Array.from({ length: total }, (_, count) => String(count)));
  });

  test('there is nothing to see of a task that is not there', () => {
    const { watcher } = watching();
    expect(watcher.watch('arn:none', new AbortController().signal)).toBeUndefined();
  });
});

import { expect, test } from 'vitest';

import type { Appended } from './line-log.ts';
import { Store } from './store.ts';

const open = (): Store =>
  new Store({
    onListenerError: (error) => {
      throw error;
    },
  });

const at = (time: number, message: string): { at: number; message: string } => ({ at: time, message });

test('a group is read by time, then in the order of arrival, from any position and either way', () => {
  using store = open();
  const log = store.lineLog();
  store.transaction(() => {
    log.append(1, 10, 5, [at(100, 'a'), at(200, 'c')]);
    log.append(1, 11, 5, [at(100, 'b'), at(300, 'd')]);
    log.append(2, 12, 5, [at(100, 'other')]);
  });
  const read = (query: object): string[] =>
    [...log.read({ of: { group: 1 }, limit: 10, ...query })].map(({ message }) => message);
  expect(read({})).toEqual(['a', 'b', 'c', 'd']);
  expect(read({ descending: true, limit: 2 })).toEqual(['d', 'c']);
  expect(read({ from: 200, until: 300 })).toEqual(['c']);
  expect(read({ of: { stream: 11 } })).toEqual(['b', 'd']);
  const [, second] = log.read({ of: { group: 1 }, limit: 2 });
  expect(read({ after: second })).toEqual(['c', 'd']);
  expect(read({ before: second })).toEqual(['a']);
});

test('what a transaction that failed has appended is gone, and its numbers are given out again', () => {
  using store = open();
  const log = store.lineLog();
  const heard: Appended[] = [];
  log.onAppend((appended) => heard.push(appended));
  expect(() =>
    store.transaction(() => {
      log.append(1, 10, 5, [at(100, 'lost')]);
      throw new Error('no');
    }),
  ).toThrow('no');
  store.transaction(() => log.append(1, 10, 5, [at(100, 'kept')]));
  expect([...log.read({ of: { group: 1 }, limit: 10 })]).toMatchObject([{ message: 'kept', seq: 1 }]);
});

test('appends are told after they are committed', async () => {
  using store = open();
  const log = store.lineLog();
  const heard: Appended[] = [];
  log.onAppend((appended) => heard.push(appended));
  store.transaction(() => {
    log.append(1, 10, 5, [at(100, 'a'), at(101, 'b')]);
  });
  await Promise.resolve();
  expect(
    heard.map(({ group, stream, events }) => [group, stream, events.map(({ message }) => message)]),
  ).toEqual([[1, 10, ['a', 'b']]]);
});

test('events are removed piece by piece', () => {
  using store = open();
  const log = store.lineLog();
  store.transaction(() => log.append(1, 10, 5, [at(1, 'é'), at(2, 'b'), at(3, 'c')]));
  const remove = (limit: number): object =>
    store.transaction(() => log.remove({ of: { stream: 10 }, until: 3, limit }));
  expect(remove(1)).toEqual({ events: 1, bytes: 2 });
  expect(remove(10)).toEqual({ events: 1, bytes: 1 });
  expect(remove(10)).toEqual({ events: 0, bytes: 0 });
  expect([...log.read({ of: { group: 1 }, limit: 10 })].map(({ message }) => message)).toEqual(['c']);
});

test('more events than memory should hold lie on the disk, also without a data directory', () => {
  using store = open();
  const log = store.lineLog();
  const before = process.memoryUsage.rss();
  const events = Array.from({ length: 100 }, (_, index) => at(index, 'x'.repeat(10_000)));
  for (let batch = 0; batch < 100; batch += 1) store.transaction(() => log.append(1, 10, 5, events));
  expect(process.memoryUsage.rss() - before).toBeLessThan(60_000_000);
  expect([...log.read({ of: { stream: 10 }, limit: 30_000 })]).toHaveLength(10_000);
});

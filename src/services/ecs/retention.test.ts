import { expect, test } from 'vitest';

import { taskRecord } from '../../../test/support/agent/tasks.ts';
import { VirtualClock } from '../../kernel/virtual-clock.ts';
import { Store } from '../../store/store.ts';
import { ecsTables } from './model/tables.ts';
import { startRetention } from './retention.ts';

test('forgets a stopped task after an hour, its tags and old tokens with it, and nothing else', async () => {
  const clock = new VirtualClock();
  const fail = (error: unknown): void => {
    throw error;
  };
  using store = new Store({ onListenerError: fail });
  const { tasks, tags, tokens } = ecsTables(store);
  const stopped = { lastStatus: 'STOPPED', desiredStatus: 'STOPPED', stoppedAt: clock.now() } as const;
  const old = taskRecord([], { ...stopped, id: 'a', cleanedAt: clock.now() });
  const unclean = taskRecord([], { ...stopped, id: 'b' });
  const running = taskRecord([], { id: 'c' });
  for (const task of [old, unclean, running]) {
    tasks.put(task);
    tags.put({ resourceArn: task.arn, tags: [{ key: 'k', value: 'v' }] });
  }
  const token = { scope: 'RunTask x', fingerprint: 'f', taskArns: [] };
  tokens.put({ ...token, token: 'old', expiresAt: clock.now() + 1000 });
  tokens.put({ ...token, token: 'new', expiresAt: clock.now() + 24 * 3_600_000 });
  using _ = startRetention({ store, clock });

  await clock.advance(59 * 60_000);
  expect(tasks.get(old.arn)).toBeDefined();
  await clock.advance(3 * 60_000);
  expect(tasks.get(old.arn)).toBeUndefined();
  expect(tags.get(old.arn)).toBeUndefined();
  expect(tasks.get(unclean.arn)).toBeDefined();
  expect(tasks.get(running.arn)).toBeDefined();
  expect(tags.count()).toBe(2);
  expect(tokens.select().map((row) => row.token)).toEqual(['new']);
});

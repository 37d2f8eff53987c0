import { expect, test } from 'vitest';

import { DeadlineError, orAborted, withDeadline } from './deadline.ts';
import { VirtualClock } from './virtual-clock.ts';

const { signal: never } = new AbortController();

/** Work that goes on until its signal is aborted, and then fails in words of its own. */
const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(new Error('socket hang up'));
    signal.addEventListener('abort', () => reject(new Error('socket hang up')));
  });

test('gives the result, and its timer goes', async () => {
  const clock = new VirtualClock(0);
  let seen: AbortSignal | undefined;
  const result = await withDeadline(clock, 1000, never, (signal) => {
    seen = signal;
    return Promise.resolve('done');
  });
  expect(result).toBe('done');
  await clock.advance(5000);
  expect(seen?.aborted).toBe(false);
});

test('says how long it waited when the time is over', async () => {
  const clock = new VirtualClock(0);
  const working = withDeadline(clock, 1000, never, untilAborted);
  const failed = expect(working).rejects.toMatchObject({ name: 'DeadlineError', after: 1000 });
  await clock.advance(1000);
  await failed;
  expect(new DeadlineError(1000).message).toBe('timed out after 1000 ms');
});

test('passes the outer signal on, before and during', async () => {
  const clock = new VirtualClock(0);
  const outer = new AbortController();
  const working = withDeadline(clock, 1000, outer.signal, untilAborted);
  const failed = expect(working).rejects.toThrow('socket hang up');
  outer.abort(new Error('leaving'));
  await failed;
  await expect(withDeadline(clock, 1000, outer.signal, untilAborted)).rejects.toThrow('socket hang up');
});

test('an error of the work itself comes through', async () => {
  const clock = new VirtualClock(0);
  await expect(withDeadline(clock, 1000, never, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
});

test('who waits for work of others waits no longer than he may, and hears how it ended otherwise', async () => {
  const endless = new Promise<void>(() => {});
  const leaving = new AbortController();
  const waiting = orAborted(endless, leaving.signal);
  leaving.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  await expect(orAborted(endless, leaving.signal)).rejects.toThrow('enough');
  const { signal } = new AbortController();
  expect(await orAborted(Promise.resolve(1), signal)).toBe(1);
  await expect(orAborted(Promise.reject(new Error('no')), signal)).rejects.toThrow('no');
});

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { realClock } from './clock.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

test('does its work once, not before its time', () => {
  const work = vi.fn();
  realClock.schedule(1_000_500, work);
  vi.advanceTimersByTime(499);
  expect(work).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(work).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(10_000);
  expect(work).toHaveBeenCalledOnce();
});

test('waits longer than a timer of Node can', () => {
  const work = vi.fn();
  const sixtyDays = 60 * 24 * 3600 * 1000;
  realClock.schedule(1_000_000 + sixtyDays, work);
  vi.advanceTimersByTime(sixtyDays - 1);
  expect(work).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(work).toHaveBeenCalledOnce();
});

test('keeps an appointment that the machine has slept over within a minute of its waking', () => {
  const work = vi.fn();
  const hours = 3_600_000;
  realClock.schedule(1_000_000 + 9 * hours, work);
  vi.advanceTimersByTime(1000);
  // The clock goes on, the timers of a machine that sleeps do not.
  vi.setSystemTime(1_000_000 + 10 * hours);
  vi.advanceTimersByTime(60_000);
  expect(work).toHaveBeenCalledOnce();
});

test('is not early when the clock was set back meanwhile', () => {
  const work = vi.fn();
  realClock.schedule(1_000_000 + 600_000, work);
  vi.advanceTimersByTime(30_000);
  vi.setSystemTime(1_000_000);
  vi.advanceTimersByTime(600_000 - 1);
  expect(work).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(work).toHaveBeenCalledOnce();
});

test('a disposed appointment is not kept, also in a later part of a long wait', () => {
  const work = vi.fn();
  const sixtyDays = 60 * 24 * 3600 * 1000;
  const appointment = realClock.schedule(1_000_000 + sixtyDays, work);
  vi.advanceTimersByTime(sixtyDays / 2 + sixtyDays / 4);
  appointment[Symbol.dispose]();
  vi.advanceTimersByTime(sixtyDays);
  expect(work).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
});

test('a sleep that is aborted leaves no timer behind', async () => {
  const abort = new AbortController();
  const reason = new Error('enough');
  const sleeping = realClock.sleep(1000, abort.signal);
  abort.abort(reason);
  await expect(sleeping).rejects.toBe(reason);
  expect(vi.getTimerCount()).toBe(0);
});

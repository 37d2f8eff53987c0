import { describe, expect, test } from 'vitest';

import { VirtualClock } from './virtual-clock.ts';

describe('VirtualClock', () => {
  test('keeps appointments in the order of their times, at their times, and no later ones', async () => {
    const clock = new VirtualClock(1000);
    const kept: string[] = [];
    for (const [name, at] of [
      ['b', 1020],
      ['a', 1010],
      ['c', 1020],
      ['late', 1051],
    ] as const) {
      clock.schedule(at, () => kept.push(`${name} ${clock.now()}`));
    }
    await clock.advance(50);
    expect(kept).toEqual(['a 1010', 'b 1020', 'c 1020']);
    expect(clock.now()).toBe(1050);
    await clock.advance(1);
    expect(kept.at(-1)).toBe('late 1051');
  });

  test('keeps an appointment that an earlier one makes through promises', async () => {
    const clock = new VirtualClock(0);
    const work = (async () => {
      await clock.sleep(10);
      await Promise.resolve();
      await clock.sleep(10);
      return clock.now();
    })();
    await clock.advance(20);
    expect(await work).toBe(20);
  });

  test('an appointment in the past is kept at once, without going back', async () => {
    const clock = new VirtualClock(1000);
    const times: number[] = [];
    clock.schedule(5, () => times.push(clock.now()));
    await clock.advance(0);
    expect(times).toEqual([1000]);
  });

  test('a disposed appointment is not kept', async () => {
    const clock = new VirtualClock(0);
    let kept = 0;
    const appointment = clock.schedule(1, () => (kept += 1));
    appointment[Symbol.dispose]();
    await clock.advance(10);
    expect(kept).toBe(0);
  });

  test('a sleep ends with the reason of its signal, before or during', async () => {
    const clock = new VirtualClock(0);
    const reason = new Error('enough');
    await expect(clock.sleep(1, AbortSignal.abort(reason))).rejects.toBe(reason);
    const abort = new AbortController();
    const sleeping = clock.sleep(1, abort.signal);
    abort.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
    await clock.advance(10);
  });
});

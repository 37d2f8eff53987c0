import { expect, test } from 'vitest';

import { SharedRun } from './shared-run.ts';

test('whoever asks while work is under way shares one run that begins afterwards', async () => {
  let runs = 0;
  const gates: (() => void)[] = [];
  const work = new SharedRun(() => {
    runs += 1;
    const { promise, resolve } = Promise.withResolvers<void>();
    gates.push(resolve);
    return promise;
  });
  const first = work.ask();
  await Promise.resolve();
  const [second, third] = [work.ask(), work.ask()];
  expect([runs, second === third, second === first]).toEqual([1, true, false]);
  gates[0]?.();
  await first;
  await Promise.resolve();
  expect(runs).toBe(2);
  gates[1]?.();
  await third;
  await work.settled();
  expect(runs).toBe(2);
});

test('a run that fails is told to those who asked for it, and keeps none from running', async () => {
  let runs = 0;
  const work = new SharedRun(() => {
    runs += 1;
    return runs === 1 ? Promise.reject(new Error('no')) : Promise.resolve();
  });
  await expect(work.ask()).rejects.toThrow('no');
  await work.ask();
  expect(runs).toBe(2);
});

import { expect, test } from 'vitest';
import { container, deaf, engineHarness, obedient } from '../../support/agent/engine-harness.ts';

const forever = (): AbortSignal => new AbortController().signal;

test('discarding tasks ends them at once and leaves nothing of them, and others alone', async () => {
  await using harness = await engineHarness();
  const meant = [
    harness.run([
      container({ name: 'app', command: deaf, stopTimeout: 30 }),
      container({ name: 'side', command: deaf }),
    ]),
    harness.run([container({ name: 'app', command: deaf })]),
  ];
  const other = harness.run([container({ name: 'app', command: obedient })]);
  for (const arn of [...meant, other]) await harness.running(arn);
  const started = performance.now();
  await harness.agent.discard(({ arn }) => meant.includes(arn), forever());
  // Nobody was asked to leave: that would have taken thirty seconds.
  expect(performance.now() - started).toBeLessThan(15_000);
  for (const arn of meant)
    expect(await harness.stopped(arn)).toMatchObject({ cleanedAt: expect.any(Number) });
  expect(await harness.left()).toHaveLength(1);
  expect(await harness.running(other)).toMatchObject({ desiredStatus: 'RUNNING' });
});

test('a task that has just been accepted is discarded too', async () => {
  await using harness = await engineHarness();
  const arn = harness.run([container({ name: 'app', command: deaf })]);
  await harness.agent.discard(() => true, forever());
  expect(await harness.stopped(arn)).toMatchObject({ cleanedAt: expect.any(Number) });
  expect(await harness.left()).toEqual([]);
});

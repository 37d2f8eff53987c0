import { describe, expect, test } from 'vitest';

import type { AwslogsPlan, ContainerPlan } from '../../../src/agent/model/task-plan.ts';
import { engineLogOf } from '../../../src/agent/plan/awslogs.ts';
import { startOwnEngine } from '../../support/chaos/own-engine.ts';
import { container, engineHarness, obedient, sh } from '../../support/agent/engine-harness.ts';
import { shipped, shippedEvents } from '../../support/agent/shipped.ts';

const awslogs: AwslogsPlan = { region: 'eu-west-1', group: 'g', createGroup: true, stream: 's' };

const logged = (script: string, plan: Partial<ContainerPlan> = {}): ContainerPlan =>
  container({
    name: 'app',
    command: sh(script),
    log: { driver: 'json-file', options: {} },
    awslogs,
    ...plan,
  });

describe('output', () => {
  test('of both streams is there, to the last byte, when the task is seen stopped', async () => {
    await using harness = await engineHarness();
    for (let round = 0; round < 5; round += 1) {
      const stream = `round-${round}`;
      const script = 'echo one; sleep 0.05; echo two >&2; sleep 0.05; echo; echo three; printf four; exit 3';
      const arn = harness.run([logged(script, { awslogs: { ...awslogs, stream } })]);
      const before = Date.now();
      await harness.stopped(arn);
      const events = await shippedEvents(harness, stream);
      expect(events.map(({ message }) => message)).toEqual(['one', 'two', 'three', 'four']);
      for (const { at } of events) expect(at).toBeGreaterThan(before - 1000);
    }
  });

  test('is there while the container runs', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([logged('echo hello; trap "exit 0" TERM; sleep 60 & wait')]);
    await harness.running(arn);
    await expect.poll(() => shipped(harness)).toEqual(['hello']);
  });

  test('that is longer than an event is cut at its size', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([logged('head -c 300000 /dev/zero | tr "\\0" x; echo; echo end')]);
    await harness.stopped(arn);
    const messages = await shipped(harness);
    expect(messages.map(({ length }) => length)).toEqual([262_118, 300_000 - 262_118, 3]);
  });

  test('of a terminal comes as lines', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([logged('echo one; echo two', { pseudoTerminal: true })]);
    await harness.stopped(arn);
    expect(await shipped(harness)).toEqual(['one', 'two']);
  });

  test('of several lines is one event where a pattern says so', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([
      logged('echo "2026-11-26 a"; echo " at b"; echo "2026-11-26 c"', {
        awslogs: { ...awslogs, datetimeFormat: '%Y-%m-%d' },
      }),
    ]);
    await harness.stopped(arn);
    expect(await shipped(harness)).toEqual(['2026-11-26 a\n at b\n', '2026-11-26 c\n']);
  });

  test('of each run of a container that is restarted is there once', async () => {
    await using harness = await engineHarness();
    const plan = { restartPolicy: { ignoredExitCodes: [], attemptPeriod: 0 }, essential: false };
    const arn = harness.run([
      container({ name: 'main', command: obedient }),
      logged('echo run; sleep 0.3; exit 1', plan),
    ]);
    await harness.until(arn, () => (harness.state(arn, 'app').restarts ?? 0) >= 2);
    harness.stop(arn);
    await harness.stopped(arn);
    const runs = harness.state(arn, 'app').restarts + 1;
    expect(await shipped(harness)).toEqual(Array.from({ length: runs }, () => 'run'));
  });
});

test('a container that must not wait has the buffer of the engine before its log', async () => {
  await using harness = await engineHarness();
  const log = engineLogOf({
    logDriver: 'awslogs',
    options: { mode: 'non-blocking', 'max-buffer-size': '1m' },
  });
  const arn = harness.run([logged('echo hello', { log })]);
  await harness.stopped(arn);
  expect(await shipped(harness)).toEqual(['hello']);
  const { HostConfig: host } = await harness.inspect(arn, 'app');
  expect(host.LogConfig).toEqual({
    Type: 'json-file',
    Config: { mode: 'non-blocking', 'max-buffer-size': '1m' },
  });
});

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'an engine that goes by %s and comes back has its log shipped once',
  { timeout: 90_000 },
  async (signal) => {
    await using engine = await startOwnEngine({ liveRestore: true });
    await using harness = await engineHarness({ host: engine.address });
    const arn = harness.run([
      logged(
        'trap "exit 0" TERM; i=0; while :; do i=$((i+1)); echo $i; [ $((i % 20)) = 0 ] && sleep 0.02; done',
      ),
    ]);
    await harness.running(arn);
    await expect.poll(async () => (await shipped(harness)).length).toBeGreaterThan(100);
    await engine.restart(signal, () => {});
    const before = (await shipped(harness)).length;
    await expect
      .poll(async () => (await shipped(harness)).length, { timeout: 30_000 })
      .toBeGreaterThan(before);
    harness.stop(arn);
    await harness.stopped(arn);
    const kept = await harness.logs(arn, 'app');
    expect(await shipped(harness)).toEqual(kept.map(({ text }) => text));
  },
);

test('an agent that leaves and comes back again and again loses and doubles nothing', async () => {
  await using harness = await engineHarness();
  const lines = 4000;
  const arn = harness.run([
    logged(
      `i=0; while [ $i -lt ${lines} ]; do echo $i; i=$((i+1)); [ $((i % 40)) = 0 ] && sleep 0.02; done; exit 0`,
    ),
  ]);
  await harness.running(arn);
  for (let crash = 0; crash < 5; crash += 1) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    await harness.crash();
    await new Promise((resolve) => setTimeout(resolve, 50));
    harness.restart();
  }
  await harness.stopped(arn);
  expect(await shipped(harness)).toEqual(Array.from({ length: lines }, (_, index) => String(index)));
});

test('a hundred thousand lines come whole and in order', async () => {
  await using harness = await engineHarness();
  const lines = 100_000;
  const arn = harness.run([logged(`seq 1 ${lines}`)]);
  const begun = performance.now();
  await harness.stopped(arn);
  const seconds = (performance.now() - begun) / 1000;
  const messages = await shipped(harness);
  expect(messages).toHaveLength(lines);
  expect(messages.every((message, index) => message === String(index + 1))).toBe(true);
  process.stderr.write(`${Math.round(lines / seconds)} lines a second, from RunTask to STOPPED\n`);
});

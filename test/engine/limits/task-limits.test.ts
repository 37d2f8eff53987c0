import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

import {
  container,
  deaf,
  type EngineHarness,
  engineHarness,
  obedient,
  sh,
} from '../../support/agent/engine-harness.ts';

const mebibyte = 1024 * 1024;
const root = '/sys/fs/cgroup';
/** What these tests look into: the files of cgroup version 1, on the engine's own machine, as root. */
const readable = existsSync(`${root}/memory/memory.limit_in_bytes`) && process.geteuid?.() === 0;

const group = (harness: EngineHarness, arn: string): string =>
  `longshore/${harness.installation}/${harness.get(arn).id}`;
const limit = (controller: string, path: string, file: string): string =>
  readFileSync(`${root}/${controller}/${path}/${file}`, 'utf8').trim();

/** Process 1 itself fills so much memory, and waits for somebody to take it off its hands. */
const eat = (mebibytes: number): readonly string[] =>
  sh(`mkfifo /fifo; sleep 600 </fifo & exec dd if=/dev/zero of=/fifo bs=${mebibytes}M`);

const gone = async (harness: EngineHarness): Promise<void> => {
  harness.agent.killAll();
  await harness.agent.drain(() => {});
};

describe.runIf(readable)('limits of the task as a whole', () => {
  test('StartStopWithCgroup: the containers together get no more memory than the task, though each keeps its own limit', async () => {
    await using harness = await engineHarness();
    const resources = { cpu: 0, memory: 48 * mebibyte };
    const arn = harness.run(
      [
        container({ name: 'one', essential: false, command: eat(36), resources }),
        container({ name: 'two', essential: false, command: eat(36), resources }),
        container({ name: 'app', command: obedient }),
      ],
      { memory: 64 },
    );
    const task = await harness.until(arn, ({ containers }) =>
      containers.some(({ known, name }) => name !== 'app' && known === 'STOPPED'),
    );
    const victim = task.containers.find(({ known }) => known === 'STOPPED');
    expect(victim).toMatchObject({
      exitCode: 137,
      reason: 'OutOfMemoryError: Container killed due to memory usage',
    });
    expect(limit('memory', group(harness, arn), 'memory.limit_in_bytes')).toBe(String(64 * mebibyte));
  });

  test('the task’s cpu is a quota on all containers together, and no more than that is had', async () => {
    await using harness = await engineHarness();
    const busy = sh('while :; do :; done');
    const arn = harness.run(
      [container({ name: 'one', command: busy }), container({ name: 'two', command: busy })],
      { cpu: 128 },
    );
    await harness.running(arn);
    const path = group(harness, arn);
    expect(limit('cpu', path, 'cpu.cfs_period_us')).toBe('100000');
    expect(limit('cpu', path, 'cpu.cfs_quota_us')).toBe('12500');
    await expect.poll(() => limit('cpu', path, 'cpu.stat')).toMatch(/^nr_throttled [1-9]/m);
  });

  test('without cpu of its own, a task weighs as much as its containers together', async () => {
    await using harness = await engineHarness();
    const weighing = (name: string, cpu: number): Parameters<typeof container>[0] => ({
      name,
      command: obedient,
      resources: { cpu },
    });
    const arn = harness.run([container(weighing('one', 300)), container(weighing('two', 500))], {
      memory: 64,
    });
    await harness.running(arn);
    expect(limit('cpu', group(harness, arn), 'cpu.shares')).toBe('800');
    expect(limit('cpu', group(harness, arn), 'cpu.cfs_quota_us')).toBe('-1');
  });

  test('a task without limits of its own is bound by nothing', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([container({ name: 'app', command: obedient })]);
    await harness.running(arn);
    expect((await harness.inspect(arn, 'app')).HostConfig.CgroupParent).toBe('');
    expect(existsSync(`${root}/memory/longshore/${harness.installation}`)).toBe(false);
  });

  test('nothing is left in any tree, also when another agent finds the task after a crash', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([container({ name: 'app', command: deaf })], { cpu: 256, memory: 64 });
    await harness.running(arn);
    const path = group(harness, arn);
    await harness.crash();
    expect(existsSync(`${root}/memory/${path}`)).toBe(true);
    harness.restart();
    await gone(harness);
    const trees = readdirSync(root).filter((tree) => existsSync(`${root}/${tree}/${path}`));
    expect(trees).toEqual([]);
  });

  test('another Longshore removes what one left that is gone for good', async () => {
    await using harness = await engineHarness();
    await using successor = await engineHarness();
    const arn = harness.run([container({ name: 'app', command: deaf })], { memory: 64 });
    await harness.running(arn);
    const path = group(harness, arn);
    await harness.crash();
    await successor.backend.removeInstallation(harness.installation, AbortSignal.timeout(30_000));
    expect(readdirSync(root).filter((tree) => existsSync(`${root}/${tree}/${path}`))).toEqual([]);
  });

  test('a container of an override that wants more than the task has', async () => {
    await using harness = await engineHarness();
    const resources = { cpu: 0, memory: 128 * mebibyte };
    const arn = harness.run([container({ name: 'app', command: obedient, resources })], { memory: 64 });
    const task = await harness.stopped(arn);
    expect(task.containers[0]?.reason).toBe(
      `ResourceInitializationError: resource cannot be initialized for task ${arn}: ` +
        'task memory spec builder: container memory limit(128) greater than task memory limit(64)',
    );
  });
});

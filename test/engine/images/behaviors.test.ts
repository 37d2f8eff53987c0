import { describe, expect, test } from 'vitest';

import {
  container,
  type EngineHarness,
  engineHarness,
  obedient,
  sh,
} from '../../support/agent/engine-harness.ts';
import { startRegistry } from '../../support/registry.ts';

const run = async (harness: EngineHarness, image: string): ReturnType<EngineHarness['stopped']> =>
  harness.stopped(harness.run([container({ name: 'app', image, command: sh('exit 0') })]));

describe('what is pulled how often', () => {
  test.each([
    ['default', [1, 1, 2]],
    ['prefer-cached', [1, 1, 2]],
    ['always', [1, 2, 3]],
    ['once', [1, 1, 2]],
  ] as const)('%s: first, again, and after the image was removed', async (pullBehavior, expected) => {
    await using harness = await engineHarness({ pullBehavior });
    await using registry = await startRegistry(harness.engine);
    await registry.push('app', '1');
    const image = `${registry.address}/app:1`;
    const asked: number[] = [];
    const look = async (): Promise<boolean> => {
      const task = await run(harness, image);
      expect(task.containers[0]).toMatchObject({ exitCode: 0 });
      asked.push(registry.pulls('app', '1'));
      expect(task.pullStoppedAt === undefined).toBe(task.pullStartedAt === undefined);
      return task.pullStartedAt !== undefined;
    };
    const pulled = [await look(), await look()];
    await harness.engine.images.remove(image, { force: true });
    pulled.push(await look());
    expect(asked).toEqual(expected);
    expect(pulled).toEqual([true, pullBehavior === 'always', true]);
    await harness.agent.drain(() => {});
  });

  test.each([
    ['default', 0],
    ['prefer-cached', 0],
    ['always', 1],
    ['once', 1],
  ] as const)('%s, an image that somebody else put there', async (pullBehavior, expected) => {
    await using harness = await engineHarness({ pullBehavior });
    await using registry = await startRegistry(harness.engine);
    await registry.push('app', '1');
    const image = `${registry.address}/app:1`;
    await harness.engine.images.pull(image);
    const before = registry.pulls('app', '1');
    await run(harness, image);
    expect(registry.pulls('app', '1') - before).toBe(expected);
    await harness.agent.drain(() => {});
  });

  test('once is once across restarts of Longshore', async () => {
    await using harness = await engineHarness({ pullBehavior: 'once' });
    await using registry = await startRegistry(harness.engine);
    await registry.push('app', '1');
    const image = `${registry.address}/app:1`;
    await run(harness, image);
    const before = registry.requests.length;
    await harness.crash();
    harness.restart();
    await run(harness, image);
    expect(registry.requests).toHaveLength(before);
    await harness.agent.drain(() => {});
  });
});

describe('a pull that fails though the image is there', () => {
  test.each(['always', 'once'] as const)('%s: ends the task, essential or not', async (pullBehavior) => {
    await using harness = await engineHarness({ pullBehavior });
    await using registry = await startRegistry(harness.engine);
    await registry.push('app', '1');
    const good = `${registry.address}/app:1`;
    const arn = harness.run([
      container({ name: 'app', image: good, command: obedient }),
      container({ name: 'side', image: `${registry.address}/app:none`, essential: false }),
    ]);
    const task = await harness.stopped(arn);
    expect(task).toMatchObject({ stopCode: 'TaskFailedToStart', stoppedReason: 'Task failed to start' });
    expect(task.containers.map(({ reason }) => reason)).toEqual([
      undefined,
      expect.stringMatching(/^CannotPullContainerError: .*manifest unknown/),
    ]);
    await harness.agent.drain(() => {});
  });

  test('default: only an essential one does', async () => {
    await using harness = await engineHarness();
    await using registry = await startRegistry(harness.engine);
    await registry.push('app', '1');
    const arn = harness.run([
      container({ name: 'app', image: `${registry.address}/app:1`, command: obedient }),
      container({ name: 'side', image: `${registry.address}/app:none`, essential: false }),
    ]);
    const task = await harness.running(arn);
    expect(task.containers[0]?.known).toBe('RUNNING');
    harness.stop(arn);
    await harness.stopped(arn);
    expect(harness.state(arn, 'side').reason).toMatch(/^CannotPullContainerError: /);
    await harness.agent.drain(() => {});
  });
});

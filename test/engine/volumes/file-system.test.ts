import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import type { FileSystemPlan, TaskPlan, VolumePlan } from '../../../src/agent/model/task-plan.ts';
import type { VolumeConfig } from '../../../src/docker/volumes.ts';
import { randomIds } from '../../../src/kernel/ids.ts';
import { container, type EngineHarness, engineHarness, sh } from '../../support/agent/engine-harness.ts';
import { busyboxImage } from '../../support/docker/busybox-image.ts';
import { volumeExists } from './volume-exists.ts';

/** A file system that no other test has; its volume goes with the test. */
async function withFileSystem(
  work: (harness: EngineHarness, at: (path: string) => Partial<TaskPlan>, volume: string) => Promise<void>,
  given?: Omit<VolumeConfig, 'Name'>,
): Promise<void> {
  await using harness = await engineHarness({ cleanUpAfter: 0 });
  const id = `fs-${randomIds.hex(17)}`;
  const volume = `longshore-efs-${id}`;
  if (given !== undefined) await harness.engine.volumes.create({ Name: volume, ...given });
  try {
    await work(harness, (path) => ({ volumes: [planOf({ id, volume, path })] }), volume);
  } finally {
    await harness.agent.drain(() => {});
    await harness.engine.volumes.remove(volume).catch(() => {});
  }
}

const planOf = (fileSystem: FileSystemPlan): VolumePlan => {
  const whole = fileSystem.path === '/';
  return {
    name: 'data',
    engineName: whole ? fileSystem.volume : `longshore-test-${randomIds.hex(12)}`,
    scope: whole ? 'shared' : 'task',
    autoprovision: whole,
    driver: 'local',
    options: {},
    labels: {},
    fileSystem,
  };
};

/** Runs `script` with the volume at `/data`; what it printed, and how it ended. */
async function runAt(
  harness: EngineHarness,
  plan: Partial<TaskPlan>,
  script: string,
  user?: string,
): Promise<{ readonly exitCode: number | undefined; readonly reason: string | undefined }> {
  const mounts = [{ source: plan.volumes?.[0]?.engineName ?? '', target: '/data', readOnly: false }];
  const app = container({ name: 'app', command: sh(script), mounts, ...(user !== undefined && { user }) });
  const arn = harness.run([app], plan);
  const { containers } = await harness.until(arn, ({ cleanedAt }) => cleanedAt !== undefined);
  return { exitCode: containers[0]?.exitCode, reason: containers[0]?.reason };
}

describe('a file system', () => {
  test('keeps what a task wrote for the next, and no installation has it for its own', async () => {
    await withFileSystem(async (harness, at, volume) => {
      expect(await runAt(harness, at('/'), 'echo kept >/data/file')).toEqual({ exitCode: 0 });
      await harness.agent.drain(() => {});
      expect(await harness.left()).toEqual([]);
      expect((await harness.engine.volumes.inspect(volume)).Labels).toEqual({
        'longshore.file-system': volume.slice('longshore-efs-'.length),
      });
      await harness.crash();
      harness.restart();
      expect(await runAt(harness, at('/'), 'grep -q kept /data/file')).toMatchObject({ exitCode: 0 });
    });
  });

  test('shows a task the one directory that it asks for, and has it made for everybody to write', async () => {
    await withFileSystem(async (harness, at) => {
      const plan = at('/a/b');
      const script = 'echo inside >/data/file && [ ! -e /data/a ]';
      expect(await runAt(harness, plan, script, '1234:1234')).toEqual({ exitCode: 0 });
      expect(await volumeExists(harness, plan.volumes?.[0]?.engineName ?? '')).toBe(false);
      expect(await runAt(harness, at('/'), 'grep -q inside /data/a/b/file')).toEqual({ exitCode: 0 });
    });
  });

  test('leaves a directory that is there as it is', async () => {
    await withFileSystem(async (harness, at) => {
      const prepare = 'mkdir -m 750 /data/own && chown 7:8 /data/own && echo there >/data/own/file';
      expect(await runAt(harness, at('/'), prepare)).toEqual({ exitCode: 0 });
      const look = '[ "$(stat -c %a:%u:%g /data)" = 750:7:8 ] && grep -q there /data/file';
      expect(await runAt(harness, at('/own'), look)).toEqual({ exitCode: 0 });
      const deeper = '[ "$(stat -c %a /data)" = 777 ]';
      expect(await runAt(harness, at('/own/new'), deeper)).toEqual({ exitCode: 0 });
      expect(await runAt(harness, at('/own'), look)).toEqual({ exitCode: 0 });
    });
  });

  test('two containers mount one directory at the same time', async () => {
    await withFileSystem(async (harness, at) => {
      const plan = at('/shared');
      const source = plan.volumes?.[0]?.engineName ?? '';
      const wait = (name: string): readonly string[] =>
        sh(
          `i=0; while [ ! -e /data/${name} ] && [ $i -lt 100 ]; do sleep 0.1; i=$((i+1)); done; [ $i -lt 100 ]`,
        );
      const one = { name: 'one', command: sh(`touch /data/one; ${wait('two')[2]}`) };
      const two = { name: 'two', essential: false, command: sh(`touch /data/two; ${wait('one')[2]}`) };
      const arn = harness.run(
        [one, two].map((each) =>
          container({ ...each, mounts: [{ source, target: '/data', readOnly: false }] }),
        ),
        plan,
      );
      const task = await harness.until(arn, ({ cleanedAt }) => cleanedAt !== undefined);
      expect(task.containers.map(({ exitCode }) => exitCode)).toContain(0);
      expect(task.containers[0]?.exitCode).toBe(0);
      expect(await harness.left()).toEqual([]);
    });
  });

  test.each(['ln -s /etc /data/way', 'touch /data/way'])(
    'mounts nothing through what is no directory (%s)',
    async (prepare) => {
      await withFileSystem(async (harness, at, volume) => {
        expect(await runAt(harness, at('/'), prepare)).toEqual({ exitCode: 0 });
        expect(await runAt(harness, at('/way/on'), 'true')).toEqual({
          reason: `CannotCreateVolumeError: failed to mount /way/on of the volume ${volume}: /way is not a directory`,
        });
        expect(await harness.left()).toEqual([]);
      });
    },
  );

  test('is whatever volume of that name somebody has made: a folder of the host', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'longshore-test-'));
    const options = { type: 'none', o: 'bind', device: folder };
    try {
      await withFileSystem(
        async (harness, at) => {
          expect(await runAt(harness, at('/a/b'), 'echo out >/data/file')).toEqual({ exitCode: 0 });
          expect(await readFile(join(folder, 'a/b/file'), 'utf8')).toBe('out\n');
        },
        { DriverOpts: options },
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('says so where a volume that somebody has made has no directories to mount', async () => {
    const options = { type: 'tmpfs', device: 'tmpfs', o: 'size=1m' };
    await withFileSystem(
      async (harness, at, volume) => {
        const onTmpfs = 'grep -q " /data tmpfs" /proc/mounts';
        expect(await runAt(harness, at('/'), onTmpfs)).toEqual({ exitCode: 0 });
        expect(await runAt(harness, at('/a'), 'true')).toEqual({
          reason: `CannotCreateVolumeError: the volume ${volume} cannot be mounted at its directory /a: its driver is local, its type tmpfs`,
        });
        expect((await harness.engine.volumes.inspect(volume)).Labels).toEqual({ mine: 'yes' });
      },
      { DriverOpts: options, Labels: { mine: 'yes' } },
    );
  });

  test('what a crash left of making a directory goes with the task', async () => {
    await withFileSystem(async (harness, at, volume) => {
      const plan = at('/a');
      const engineName = plan.volumes?.[0]?.engineName ?? '';
      expect(await runAt(harness, at('/'), 'true')).toEqual({ exitCode: 0 });
      await harness.engine.containers.create({
        Image: busyboxImage,
        Labels: { 'longshore.installation': harness.installation, 'longshore.opens': engineName },
        HostConfig: { Binds: [`${volume}:/volume`] },
      });
      expect(await runAt(harness, plan, 'true')).toEqual({ exitCode: 0 });
      expect(await harness.left()).toEqual([]);
    });
  });
});

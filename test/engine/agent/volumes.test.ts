import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import type { VolumePlan } from '../../../src/agent/model/task-plan.ts';
import { isEngineError } from '../../../src/docker/errors.ts';
import { randomIds } from '../../../src/kernel/ids.ts';
import {
  container,
  type EngineHarness,
  engineHarness,
  obedient,
  sh,
} from '../../support/agent/engine-harness.ts';

const volume = (engineName: string, given: Partial<VolumePlan> = {}): VolumePlan => ({
  name: 'data',
  engineName,
  scope: 'task',
  autoprovision: false,
  driver: 'local',
  options: {},
  labels: {},
  ...given,
});

const uniqueName = (): string => `longshore-test-${randomIds.hex(12)}`;

const at = (source: string, readOnly = false) => [{ source, target: '/data', readOnly }] as const;

async function exists({ engine }: EngineHarness, name: string): Promise<boolean> {
  try {
    await engine.volumes.inspect(name);
    return true;
  } catch (error) {
    if (isEngineError(error, 'not-found')) return false;
    throw error;
  }
}

describe('volumes', () => {
  test('HostVolumeMount: a folder of the host, writable and read-only', async () => {
    await using harness = await engineHarness();
    const folder = await mkdtemp(join(tmpdir(), 'longshore-test-'));
    try {
      await writeFile(join(folder, 'in'), 'from the host');
      const arn = harness.run([
        container({ name: 'app', command: sh('cat /data/in; echo back >/data/out'), mounts: at(folder) }),
        container({
          name: 'reader',
          essential: false,
          command: sh('(: >/data/no) 2>/dev/null && exit 1; exit 0'),
          mounts: at(folder, true),
        }),
      ]);
      await harness.until(arn, (task) => task.containers.every(({ known }) => known === 'STOPPED'));
      expect((await harness.logs(arn, 'app')).map((line) => line.text)).toEqual(['from the host']);
      expect(await readFile(join(folder, 'out'), 'utf8')).toBe('back\n');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('TaskLevelVolume, LocalHostVolumeMount: two containers share a volume that goes with the task', async () => {
    await using harness = await engineHarness({ cleanUpAfter: 0 });
    const name = uniqueName();
    const arn = harness.run(
      [
        container({
          name: 'writer',
          essential: false,
          command: sh('echo shared >/data/file'),
          mounts: at(name),
        }),
        container({
          name: 'reader',
          command: sh('grep -q shared /data/file && exit 42'),
          mounts: at(name, true),
          dependsOn: [{ container: 'writer', condition: 'SUCCESS' }],
        }),
      ],
      { volumes: [volume(name, { labels: { mine: 'yes' } })] },
    );
    const created = await harness.until(arn, (task) => task.containers[0]?.runtimeId !== undefined);
    expect(created.cleanedAt).toBeUndefined();
    expect((await harness.engine.volumes.inspect(name)).Labels).toMatchObject({
      mine: 'yes',
      'longshore.task': arn,
      'longshore.installation': harness.installation,
    });
    const task = await harness.until(arn, ({ cleanedAt }) => cleanedAt !== undefined);
    expect(task.containers[1]?.exitCode).toBe(42);
    expect(await exists(harness, name)).toBe(false);
    expect(await harness.left()).toEqual([]);
  });

  test('a volume of the user’s own that has the name is used, and left alone', async () => {
    await using harness = await engineHarness();
    const name = uniqueName();
    await harness.engine.volumes.create({ Name: name, Labels: { mine: 'yes' } });
    try {
      const arn = harness.run(
        [container({ name: 'app', command: sh('echo kept >/data/file'), mounts: at(name) })],
        {
          volumes: [volume(name)],
        },
      );
      await harness.stopped(arn);
      await harness.agent.drain(() => {});
      expect(await harness.left()).toEqual([]);
      expect((await harness.engine.volumes.inspect(name)).Labels).toEqual({ mine: 'yes' });
    } finally {
      await harness.engine.volumes.remove(name);
    }
  });

  test('SharedAutoprovisionVolume: a shared volume is made once, and outlives the task', async () => {
    await using harness = await engineHarness();
    const name = uniqueName();
    const volumes = [volume(name, { scope: 'shared', autoprovision: true })];
    try {
      const write = harness.run(
        [container({ name: 'app', command: sh('echo 1 >/data/file'), mounts: at(name) })],
        {
          volumes,
        },
      );
      await harness.stopped(write);
      const read = harness.run(
        [container({ name: 'app', command: sh('exit $(cat /data/file)'), mounts: at(name) })],
        {
          volumes,
        },
      );
      expect((await harness.stopped(read)).containers[0]?.exitCode).toBe(1);
      await harness.agent.drain(() => {});
      expect(await harness.left()).toEqual([]);
      expect(await exists(harness, name)).toBe(true);
    } finally {
      await harness.engine.volumes.remove(name);
    }
  });

  test('SharedDoNotAutoprovisionVolume: a shared volume that is missing keeps the task from starting', async () => {
    await using harness = await engineHarness();
    const name = uniqueName();
    const arn = harness.run([container({ name: 'app', mounts: at(name) })], {
      volumes: [volume(name, { scope: 'shared' })],
    });
    const task = await harness.stopped(arn);
    expect(task.stopCode).toBe('TaskFailedToStart');
    expect(task.containers[0]?.reason).toBe(
      "CannotCreateVolumeError: initialize volume: volume detection failed, volume 'data' does not exist and autoprovision is set to false",
    );
    expect(await exists(harness, name)).toBe(false);
  });

  test('VolumesFromRO: a container takes over the mounts of another, read-only', async () => {
    await using harness = await engineHarness();
    const name = uniqueName();
    const script = 'cat /data/file; (: >/data/no) 2>/dev/null && exit 1; exit 0';
    const arn = harness.run(
      [
        container({
          name: 'owner',
          essential: false,
          command: sh(`echo there >/data/file; ${obedient[2]}`),
          mounts: at(name),
        }),
        container({
          name: 'app',
          command: sh(
            `for i in 1 2 3 4 5 6 7 8 9; do [ -e /data/file ] && break; sleep 0.1; done; ${script}`,
          ),
          volumesFrom: [{ container: 'owner', readOnly: true }],
        }),
      ],
      { volumes: [volume(name)] },
    );
    const task = await harness.stopped(arn);
    expect((await harness.logs(arn, 'app')).map((line) => line.text)).toEqual(['there']);
    expect(task.containers[1]?.exitCode).toBe(0);
  });
});

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import type { VolumePlan } from '../../../src/agent/model/task-plan.ts';
import { randomIds } from '../../../src/kernel/ids.ts';
import { container, engineHarness, obedient, sh } from '../../support/agent/engine-harness.ts';
import { volumeExists } from './volume-exists.ts';

const uniqueName = (): string => `longshore-test-${randomIds.hex(12)}`;

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

const at = (source: string) => [{ source, target: '/data', readOnly: false }] as const;

describe('a volume that cannot be made', () => {
  test('for want of its driver ends the task with the engine’s words', async () => {
    await using harness = await engineHarness({ cleanUpAfter: 0 });
    const name = uniqueName();
    // The engine looks for a driver for a quarter of a minute before it says that there is none.
    const arn = harness.run([container({ name: 'app', mounts: at(name) })], {
      volumes: [volume(name, { driver: 'no-such-driver' })],
    });
    const task = await harness.until(arn, ({ cleanedAt }) => cleanedAt !== undefined);
    expect(task).toMatchObject({ stopCode: 'TaskFailedToStart', stoppedReason: 'Task failed to start' });
    expect(task.containers[0]?.reason).toMatch(
      /^CannotCreateVolumeError: Error response from daemon: .*no-such-driver/,
    );
    expect(task.containers[0]?.exitCode).toBeUndefined();
    expect(await volumeExists(harness, name)).toBe(false);
    expect(await harness.left()).toEqual([]);
  });

  test('for want of what it shows ends the task when it is mounted, and goes with it', async () => {
    await using harness = await engineHarness({ cleanUpAfter: 0 });
    const name = uniqueName();
    const options = { type: 'none', o: 'bind', device: `/no-such-folder-${name}` };
    const arn = harness.run([container({ name: 'app', mounts: at(name) })], {
      volumes: [volume(name, { options })],
    });
    const task = await harness.until(arn, ({ cleanedAt }) => cleanedAt !== undefined);
    expect(task.stopCode).toBe('TaskFailedToStart');
    expect(task.containers[0]?.reason).toMatch(
      /^Cannot(?:Create|Start)ContainerError: Error response from daemon: .*no such file or directory/s,
    );
    expect(await volumeExists(harness, name)).toBe(false);
    expect(await harness.left()).toEqual([]);
  });
});

describe('a path of the host', () => {
  test('that does not exist is made by the engine, as the API reference says of sourcePath', async () => {
    await using harness = await engineHarness();
    const folder = await mkdtemp(join(tmpdir(), 'longshore-test-'));
    try {
      const path = join(folder, 'not/yet');
      const arn = harness.run([
        container({ name: 'app', command: sh('echo made >/data/file'), mounts: at(path) }),
      ]);
      expect((await harness.stopped(arn)).containers[0]?.exitCode).toBe(0);
      expect(await readFile(join(path, 'file'), 'utf8')).toBe('made\n');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('that cannot exist ends the task with the agent’s error', async () => {
    await using harness = await engineHarness({ cleanUpAfter: 0 });
    const folder = await mkdtemp(join(tmpdir(), 'longshore-test-'));
    try {
      await writeFile(join(folder, 'file'), '');
      const arn = harness.run([container({ name: 'app', mounts: at(join(folder, 'file/below')) })]);
      const task = await harness.until(arn, ({ cleanedAt }) => cleanedAt !== undefined);
      expect(task.stopCode).toBe('TaskFailedToStart');
      expect(task.containers[0]?.reason).toMatch(
        /^Cannot(?:Create|Start)ContainerError: Error response from daemon: .*not a directory/s,
      );
      expect(await harness.left()).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('anonymous volumes', () => {
  test('belong to one task alone: two tasks of one definition see nothing of one another', async () => {
    await using harness = await engineHarness({ cleanUpAfter: 0 });
    const alone = '[ ! -e /data/file ] && touch /data/file && ';
    const tasks = [uniqueName(), uniqueName()].map((name) => ({
      name,
      arn: harness.run(
        [
          container({ name: 'app', command: sh(alone + obedient[2]), mounts: at(name) }),
          container({
            name: 'side',
            essential: false,
            command: sh('i=0; while [ ! -e /data/file ] && [ $i -lt 100 ]; do sleep 0.1; i=$((i+1)); done'),
            volumesFrom: [{ container: 'app', readOnly: true }],
          }),
        ],
        { volumes: [volume(name)] },
      ),
    }));
    for (const { arn } of tasks) {
      const both = await harness.until(arn, ({ containers }) => containers[1]?.known === 'STOPPED');
      expect(both.containers[0]?.known).toBe('RUNNING');
      expect(both.containers[1]?.exitCode).toBe(0);
    }
    for (const { arn, name } of tasks) {
      expect(await volumeExists(harness, name)).toBe(true);
      harness.stop(arn);
      await harness.until(arn, ({ cleanedAt }) => cleanedAt !== undefined);
      expect(await volumeExists(harness, name)).toBe(false);
    }
    expect(await harness.left()).toEqual([]);
  });
});

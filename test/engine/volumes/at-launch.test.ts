import { describe, expect, test } from 'vitest';

import type { TaskRecord } from '../../../src/agent/model/task-record.ts';
import { launchVolumePlan } from '../../../src/agent/plan/volumes-at-launch.ts';
import { randomIds } from '../../../src/kernel/ids.ts';
import { container, type EngineHarness, engineHarness, sh } from '../../support/agent/engine-harness.ts';
import { volumeExists } from './volume-exists.ts';

/** A task with an EBS volume at `/data`, as RunTask writes it; the volume's name on the engine. */
function runWithVolume(
  harness: EngineHarness,
  script: string,
  deleteOnTermination: boolean,
  snapshotId?: string,
): { readonly arn: string; readonly name: string } {
  const id = `vol-0${randomIds.hex(16)}`;
  const launch = {
    id,
    volumeName: 'data',
    deleteOnTermination,
    sizeInGiB: 1,
    snapshotId,
    tags: { mine: 'yes' },
  };
  const volume = launchVolumePlan(launch);
  const mounts = [{ source: volume.engineName, target: '/data', readOnly: false }];
  const arn = harness.run(
    [container({ name: 'app', command: sh(script), mounts })],
    { volumes: [volume], stages: ['provision', 'deprovision'] },
    {
      lastStatus: 'PROVISIONING',
      ebsVolume: {
        attachmentId: randomIds.uuid(),
        id,
        volumeName: 'data',
        roleArn: 'arn',
        deleteOnTermination,
      },
    },
  );
  return { arn, name: volume.engineName };
}

const cleaned = (harness: EngineHarness, arn: string): Promise<TaskRecord> =>
  harness.until(arn, ({ cleanedAt }) => cleanedAt !== undefined);

describe('an EBS volume', () => {
  test('is there when the task is provisioned, and goes with the task', async () => {
    await using harness = await engineHarness({ cleanUpAfter: 0 });
    const { arn, name } = runWithVolume(harness, 'echo 1 >/data/file; exit 7', true);
    await harness.until(arn, ({ stagesDone }) => stagesDone.includes('provision'));
    const { Labels: labels } = await harness.engine.volumes.inspect(name);
    expect(labels).toMatchObject({
      mine: 'yes',
      'longshore.ebs-volume': name.slice('longshore-ebs-'.length),
    });
    const task = await cleaned(harness, arn);
    expect(task.containers[0]?.exitCode).toBe(7);
    // A bridge task that is provisioned for its volume takes no sandbox.
    expect(task.sandboxId).toBeUndefined();
    expect(await volumeExists(harness, name)).toBe(false);
    expect(await harness.left()).toEqual([]);
  });

  test('stays, with what is on it, where it is not deleted on termination', async () => {
    await using harness = await engineHarness({ cleanUpAfter: 0 });
    const { arn, name } = runWithVolume(harness, 'echo kept >/data/file', false);
    try {
      await cleaned(harness, arn);
      await harness.agent.drain(() => {});
      expect(await harness.left()).toEqual([]);
      // Another Longshore finds it.
      await harness.crash();
      harness.restart();
      const look = harness.run([
        container({
          name: 'app',
          command: sh('grep -q kept /data/file'),
          mounts: [{ source: name, target: '/data', readOnly: true }],
        }),
      ]);
      expect((await cleaned(harness, look)).containers[0]?.exitCode).toBe(0);
    } finally {
      await harness.engine.volumes.remove(name);
    }
  });

  test('begins as the copy of its snapshot, which stays as it was', async () => {
    await using harness = await engineHarness({ cleanUpAfter: 0 });
    const snapshotId = `snap-0${randomIds.hex(16)}`;
    const snapshot = `longshore-snapshot-${snapshotId}`;
    await harness.engine.volumes.create({ Name: snapshot, Driver: 'local' });
    const onSnapshot = async (script: string): Promise<number | undefined> => {
      const mounts = [{ source: snapshot, target: '/snapshot', readOnly: false }];
      const arn = harness.run([container({ name: 'app', command: sh(script), mounts })]);
      return (await cleaned(harness, arn)).containers[0]?.exitCode;
    };
    try {
      const fill =
        'mkdir -p /snapshot/a && echo 1 >/snapshot/a/b && chown 7:8 /snapshot/a/b && chmod 640 /snapshot/a/b';
      expect(await onSnapshot(fill)).toBe(0);
      const check = '[ "$(stat -c %u:%g:%a /data/a/b) $(cat /data/a/b)" = "7:8:640 1" ] && rm -r /data/a';
      for (const deleteOnTermination of [true, false]) {
        const { arn, name } = runWithVolume(harness, check, deleteOnTermination, snapshotId);
        expect((await cleaned(harness, arn)).containers[0]?.exitCode).toBe(0);
        expect(await volumeExists(harness, name)).toBe(!deleteOnTermination);
        if (!deleteOnTermination) await harness.engine.volumes.remove(name);
      }
      expect(await onSnapshot('grep -qx 1 /snapshot/a/b')).toBe(0);
      expect(await harness.left()).toEqual([]);
    } finally {
      await harness.engine.volumes.remove(snapshot);
    }
  });

  test('whose snapshot does not exist fails the task', async () => {
    await using harness = await engineHarness({ cleanUpAfter: 0 });
    const { arn, name } = runWithVolume(harness, 'true', true, 'snap-0123456789abcdef0');
    const task = await cleaned(harness, arn);
    expect(task).toMatchObject({ stopCode: 'TaskFailedToStart' });
    expect(task.containers[0]?.reason).toBe(
      "CannotCreateVolumeError: InvalidSnapshot.NotFound: The snapshot 'snap-0123456789abcdef0' does not exist. " +
        '(The engine has no volume longshore-snapshot-snap-0123456789abcdef0, which would stand for it.)',
    );
    expect(await volumeExists(harness, name)).toBe(false);
  });

  test('survives a crash of Longshore with its task', async () => {
    await using harness = await engineHarness({ cleanUpAfter: 0 });
    const script = 'echo 1 >>/data/file; trap "exit 0" TERM; while :; do sleep 60 & wait $!; done';
    const { arn, name } = runWithVolume(harness, script, true);
    await harness.running(arn);
    await harness.crash();
    harness.restart();
    harness.stop(arn);
    await cleaned(harness, arn);
    expect(await volumeExists(harness, name)).toBe(false);
  });
});

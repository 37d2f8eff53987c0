import { describe, expect, test } from 'vitest';

import { fakeEngine } from '../../../../test/support/agent/fake-engine-client.ts';
import { EngineError, type EngineErrorKind } from '../../../docker/errors.ts';
import type { VolumeConfig, VolumeInspect } from '../../../docker/volumes.ts';
import { VirtualClock } from '../../../kernel/virtual-clock.ts';
import type { VolumePlan } from '../../model/task-plan.ts';
import { createVolume, removeVolume } from './volumes.ts';

const owner = { taskArn: 'arn:task', clusterName: 'dev', family: 'shop', revision: 7 };
const { signal } = new AbortController();

const plan = (given: Partial<VolumePlan> = {}): VolumePlan => ({
  name: 'data',
  engineName: 'ecs-shop-7-data',
  scope: 'task',
  autoprovision: false,
  driver: 'local',
  options: { type: 'tmpfs' },
  labels: { mine: 'yes' },
  ...given,
});

const failure = (kind: EngineErrorKind): EngineError => new EngineError({ kind, message: kind, call: 'x' });

function volumesOf(
  there: Readonly<Record<string, Readonly<Record<string, string>> | null>>,
  fails?: EngineErrorKind,
) {
  const created: VolumeConfig[] = [];
  const removed: string[] = [];
  const engine = fakeEngine({
    volumes: {
      inspect: (name) =>
        name in there
          ? Promise.resolve({ Name: name, Labels: there[name] } as VolumeInspect)
          : Promise.reject(failure('not-found')),
      create: (config) => {
        if (fails !== undefined) return Promise.reject(failure(fails));
        created.push(config);
        return Promise.resolve({ Name: config.Name } as VolumeInspect);
      },
      remove: (name) => {
        if (fails !== undefined) return Promise.reject(failure(fails));
        removed.push(name);
        return Promise.resolve();
      },
    },
  });
  return { engine, created, removed };
}

describe('createVolume', () => {
  test('a task’s volume carries whose it is; the user’s labels cannot change that', async () => {
    const { engine, created } = volumesOf({});
    await createVolume(engine, 'i1', plan({ labels: { mine: 'yes', 'longshore.task': 'x' } }), owner, signal);
    expect(created).toEqual([
      {
        Name: 'ecs-shop-7-data',
        Driver: 'local',
        DriverOpts: { type: 'tmpfs' },
        Labels: { mine: 'yes', 'longshore.installation': 'i1', 'longshore.task': 'arn:task' },
      },
    ]);
  });

  test('a shared volume is nobody’s, and is made only when it is missing', async () => {
    const shared = plan({ scope: 'shared', autoprovision: true, engineName: 'data' });
    const missing = volumesOf({});
    await createVolume(missing.engine, 'i1', shared, owner, signal);
    expect(missing.created).toMatchObject([{ Name: 'data', Labels: { mine: 'yes' } }]);
    expect(Object.keys(missing.created[0]?.Labels ?? {})).toEqual(['mine']);
    const there = volumesOf({ data: null });
    await createVolume(there.engine, 'i1', shared, owner, signal);
    expect(there.created).toEqual([]);
  });

  test('a shared volume that is missing is not made without autoprovision', async () => {
    const shared = plan({ scope: 'shared', engineName: 'data' });
    const missing = volumesOf({});
    await expect(createVolume(missing.engine, 'i1', shared, owner, signal)).rejects.toMatchObject({
      name: 'CannotCreateVolumeError',
      message:
        "initialize volume: volume detection failed, volume 'data' does not exist and autoprovision is set to false",
    });
    expect(missing.created).toEqual([]);
    await createVolume(volumesOf({ data: null }).engine, 'i1', shared, owner, signal);
  });

  test('a volume that stands for a file system says so, and is nobody’s', async () => {
    const fileSystem = { id: 'fs-1', volume: 'longshore-efs-fs-1', path: '/' };
    const whole = plan({ scope: 'shared', autoprovision: true, engineName: fileSystem.volume, fileSystem });
    const { engine, created } = volumesOf({});
    await createVolume(engine, 'i1', { ...whole, labels: {} }, owner, signal);
    expect(created).toMatchObject([
      { Name: 'longshore-efs-fs-1', Labels: { 'longshore.file-system': 'fs-1' } },
    ]);
    expect(Object.keys(created[0]?.Labels ?? {})).toEqual(['longshore.file-system']);
  });

  test('what the engine refuses is told in its words; what was aborted is not', async () => {
    const refused = createVolume(volumesOf({}, 'server').engine, 'i1', plan(), owner, signal);
    await expect(refused).rejects.toMatchObject({
      name: 'CannotCreateVolumeError',
      message: 'Error response from daemon: server',
    });
    const aborted = createVolume(volumesOf({}, 'aborted').engine, 'i1', plan(), owner, signal);
    await expect(aborted).rejects.toMatchObject({ kind: 'aborted' });
  });
});

describe('removeVolume', () => {
  const own = { 'longshore.installation': 'i1' };

  test('removes this installation’s volumes and no others', async () => {
    const { engine, removed } = volumesOf({ own, other: { 'longshore.installation': 'i2' }, plain: null });
    const clock = new VirtualClock(0);
    for (const name of ['own', 'other', 'plain', 'missing'])
      await removeVolume({ engine, clock }, 'i1', name, signal);
    expect(removed).toEqual(['own']);
  });

  test('one that goes meanwhile is gone', async () => {
    const { engine } = volumesOf({ own }, 'not-found');
    await removeVolume({ engine, clock: new VirtualClock(0) }, 'i1', 'own', signal);
  });

  test('one that is in use is asked for again, and is a failure in the end', async () => {
    const clock = new VirtualClock(0);
    let refusals = 3;
    const remove = (): Promise<void> =>
      (refusals -= 1) >= 0 ? Promise.reject(failure('conflict')) : Promise.resolve();
    const inspect = (): Promise<VolumeInspect> =>
      Promise.resolve({ Name: 'own', Labels: own } as unknown as VolumeInspect);
    const parts = { engine: fakeEngine({ volumes: { inspect, remove } }), clock };
    const removed = removeVolume(parts, 'i1', 'own', signal);
    await clock.advance(700);
    await removed;
    refusals = Infinity;
    const refused = removeVolume(parts, 'i1', 'own', signal);
    const expected = expect(refused).rejects.toMatchObject({ kind: 'conflict' });
    await clock.advance(10_000);
    await expected;
  });
});

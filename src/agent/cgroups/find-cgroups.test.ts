import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { Cgroupfs } from './cgroupfs.ts';
import { type EngineMachine, findCgroups, type OwnMachine } from './find-cgroups.ts';
import { SystemdSlices } from './systemd-slices.ts';

const engine: EngineMachine = {
  isLocalSocket: true,
  rootless: false,
  hostName: 'here',
  kernelVersion: '6.1',
  memoryBytes: 1000,
  cgroupVersion: 2,
  cgroupDriver: 'cgroupfs',
  running: undefined,
};

const own = (root: string): OwnMachine => ({
  isRoot: true,
  hostName: 'here',
  kernelVersion: '6.1',
  memoryBytes: 1000,
  cgroupRoot: join(root, 'cgroup'),
  procRoot: join(root, 'proc'),
  systemdUnits: join(root, 'units'),
});

const directory = () => mkdtempDisposable(join(tmpdir(), 'longshore-cgroups-'));

test('as root on the engine’s own machine, by its driver', async () => {
  await using root = await directory();
  expect(await findCgroups(engine, own(root.path), 'i')).toBeInstanceOf(Cgroupfs);
  const systemd = { ...engine, cgroupDriver: 'systemd' };
  expect(await findCgroups(systemd, own(root.path), 'i')).toBeInstanceOf(SystemdSlices);
});

test.each([
  [{ isLocalSocket: false }, {}, 'not reached by a local socket'],
  [{ rootless: true }, {}, 'without root'],
  [{}, { isRoot: false }, 'does not run as root'],
  [{ hostName: 'docker-desktop' }, {}, 'another machine'],
  [{ memoryBytes: 999 }, {}, 'another machine'],
  [{ kernelVersion: '6.2' }, {}, 'another machine'],
  [{ cgroupDriver: 'none' }, {}, 'does not say'],
  [{ running: { runtimeId: 'c1', pid: 1 } }, {}, 'cannot be seen'],
  [{}, { cgroupRoot: '/proc/self/status' }, 'cannot be made'],
] satisfies [Partial<EngineMachine>, Partial<OwnMachine>, string][])(
  'not with an engine %j on a machine %j',
  async (otherEngine, otherOwn, why) => {
    await using root = await directory();
    const found = await findCgroups({ ...engine, ...otherEngine }, { ...own(root.path), ...otherOwn }, 'i');
    expect(found).toEqual({ unreachable: expect.stringContaining(why) });
  },
);

test.each([
  [1, '4:memory:/docker/c1\n1:cpu:/docker/c1\n', 'memory/docker/c1'],
  [2, '0::/docker/c1\n', 'docker/c1'],
] as const)('version %d: the group of a container that runs is looked for', async (version, text, path) => {
  await using root = await directory();
  const machine = own(root.path);
  await mkdir(join(machine.procRoot, '77'), { recursive: true });
  await writeFile(join(machine.procRoot, '77/cgroup'), text);
  const running = { runtimeId: 'c1', pid: 77 };
  const look = () => findCgroups({ ...engine, cgroupVersion: version, running }, machine, 'i');
  expect(await look()).toHaveProperty('unreachable');
  await mkdir(join(machine.cgroupRoot, path), { recursive: true });
  expect(await look()).toBeInstanceOf(Cgroupfs);
});

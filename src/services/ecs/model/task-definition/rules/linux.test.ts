import { describe, expect, test } from 'vitest';

import { registration } from '../../../../../../test/support/registration.ts';
import type { ContainerDefinition, LinuxParameters } from '../../../../../aws/contract/ecs.types.gen.ts';
import { firstProblem } from '../rule.ts';
import { linuxRules } from './linux.ts';

const problemOf = (container: ContainerDefinition, task = {}): string | undefined =>
  firstProblem(linuxRules, registration(task, container));

test.each<[LinuxParameters, string | undefined]>([
  [{ capabilities: { add: ['NET_ADMIN'], drop: ['ALL'] } }, undefined],
  [{ capabilities: { add: ['CAP_NET_ADMIN'] } }, "Invalid capability 'CAP_NET_ADMIN' for container 'app'."],
  [{ swappiness: 100, maxSwap: 0 }, undefined],
  [{ swappiness: 101 }, "Invalid 'swappiness' setting for container 'app'."],
  [{ maxSwap: -1 }, "Invalid 'maxSwap' setting for container 'app'."],
  [{ sharedMemorySize: 0 }, "Invalid 'sharedMemorySize' setting for container 'app'."],
  [{ tmpfs: [{ containerPath: '/tmp', size: 1 }] }, undefined],
  [{ tmpfs: [{ containerPath: 'tmp', size: 1 }] }, "Invalid 'tmpfs' setting for container 'app'."],
  [{ tmpfs: [{ containerPath: '/tmp', size: 0 }] }, "Invalid 'tmpfs' setting for container 'app'."],
  [{ devices: [{ hostPath: '' }] }, "Invalid 'devices' setting for container 'app'."],
])('linuxParameters %o', (linuxParameters, problem) => {
  expect(problemOf({ linuxParameters })).toBe(problem);
});

test('swap is counted on top of a hard limit', () => {
  expect(problemOf({ linuxParameters: { maxSwap: 1 }, memory: undefined })).toMatch(
    /'memory' must be specified/,
  );
});

test.each([
  [1024, 4096, true],
  [1024, 1024, true],
  [4096, 1024, false],
  [1024, -1, true],
  [-1, 1024, false],
  [-1, -1, true],
])('ulimit %i to %i', (softLimit, hardLimit, taken) => {
  const ulimits = [{ name: 'nofile', softLimit, hardLimit } as const];
  expect(problemOf({ ulimits }) === undefined).toBe(taken);
});

test('a ulimit is set once', () => {
  const limit = { name: 'nofile', softLimit: 1, hardLimit: 1 } as const;
  expect(problemOf({ ulimits: [limit, limit] })).toMatch(/more than once/);
});

describe('system controls', () => {
  const control = (namespace: string, task = {}): string | undefined =>
    problemOf({ systemControls: [{ namespace, value: '1' }] }, task);

  test.each(['net.core.somaxconn', 'kernel.shmmax', 'fs.mqueue.msg_max'])('%s is taken', (namespace) => {
    expect(control(namespace)).toBeUndefined();
  });

  test.each(['vm.max_map_count', 'kernel.panic', 'net.', ''])('%o is refused', (namespace) => {
    expect(control(namespace)).toMatch(/^Invalid system control/);
  });

  test("are not set in the host's namespaces", () => {
    expect(control('net.core.somaxconn', { networkMode: 'host' })).toMatch(/when networkMode=host/);
    expect(control('kernel.shmmax', { ipcMode: 'host' })).toMatch(/when ipcMode=host/);
    expect(control('kernel.shmmax', { networkMode: 'host' })).toBeUndefined();
  });
});

test.each([{ privileged: true }, { ulimits: [{ name: 'nofile', softLimit: 1, hardLimit: 1 } as const] }])(
  'Windows does not know %o',
  (container) => {
    const windows = { runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' } };
    expect(problemOf(container, windows)).toMatch(/^Windows tasks do not support/);
  },
);

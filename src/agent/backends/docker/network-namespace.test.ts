import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { fakeEngine } from '../../../../test/support/agent/fake-engine-client.ts';
import type { ContainerInspect } from '../../../docker/container-types.ts';
import type { EngineInfo } from '../../../docker/system.ts';
import { ownMachine } from '../../cgroups/find-cgroups.ts';
import { findNamespace } from './network-namespace.ts';

const { signal } = new AbortController();
const machine = { hostName: 'here', kernelVersion: '6.1', memoryBytes: 1000 };

/** What is found of container `c1`, which the engine says is process `pid`, on a machine with process 7 of it. */
async function found(
  runtimeId: string | undefined,
  given: { readonly pid?: number; readonly isRoot?: boolean; readonly hostName?: string } = {},
) {
  await using proc = await mkdtempDisposable(join(tmpdir(), 'longshore-namespace-'));
  for (const [pid, group] of Object.entries({ 7: '0::/docker/c1\n', 8: '0::/init.scope\n' })) {
    await mkdir(join(proc.path, pid));
    await writeFile(join(proc.path, pid, 'cgroup'), group);
  }
  const { pid = 7, isRoot = true, hostName = 'here' } = given;
  const engine = fakeEngine({
    system: { engineInfo: () => Promise.resolve({ ...machine, rootless: false, hostName } as EngineInfo) },
    containers: { inspect: () => Promise.resolve({ State: { Pid: pid } } as ContainerInspect) },
  });
  const own = { ...ownMachine(), ...machine, isRoot, procRoot: proc.path };
  const namespace = await findNamespace(engine, runtimeId, signal, own);
  return namespace.kind === 'here' ? namespace.path.slice(proc.path.length) : namespace.why;
}

test('it is that of the container’s process, or of the machine’s first', async () => {
  expect(await found('c1')).toBe('/7/ns/net');
  expect(await found(undefined)).toBe('/1/ns/net');
});

test.each([
  [{ pid: 0 }, 'the container that holds the network has ended'],
  [{ pid: 8 }, 'the processes of its containers cannot be seen from here'],
  [{ pid: 9 }, 'the processes of its containers cannot be seen from here'],
  [{ isRoot: false }, 'Longshore does not run as root'],
  [{ pid: 9, hostName: 'there' }, 'the engine runs on another machine, or a virtual one'],
])('with %j it cannot be entered', async (given, why) => {
  expect(await found('c1', given)).toBe(why);
});

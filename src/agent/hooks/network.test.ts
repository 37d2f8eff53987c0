import { expect, test } from 'vitest';

import { containerPlan, taskRecord } from '../../../test/support/agent/tasks.ts';
import { countingIds } from '../../kernel/ids.ts';
import { silentLog } from '../../kernel/log.ts';
import { VirtualClock } from '../../kernel/virtual-clock.ts';
import { SimulatedBackend } from '../backends/simulated/index.ts';
import type { TaskRecord } from '../model/task-record.ts';
import { Sandboxes } from '../network/sandboxes.ts';
import { VpcNetwork } from '../network/vpc-network.ts';
import { networkHook } from './network.ts';

const { signal } = new AbortController();

const web = containerPlan({ name: 'web', ports: [{ containerPort: 80, hostPort: 80, protocol: 'tcp' }] });

const awsvpc: TaskRecord = {
  ...taskRecord([web], { stages: ['provision', 'deprovision'], networkMode: 'awsvpc' }),
  networkInterface: {
    attachmentId: 'a',
    id: 'eni-1',
    subnetId: 'subnet-1',
    subnetIndex: 1,
    securityGroups: [],
  },
};

function hooked(publishPorts = false) {
  const clock = new VirtualClock();
  const ids = countingIds();
  const backend = new SimulatedBackend({ clock, ids });
  const network = new VpcNetwork({
    backend,
    name: 'vpc',
    usedRanges: () => [],
    remembered: undefined,
    remember: () => {},
  });
  const sandboxes = new Sandboxes({ backend, network, clock, ids, log: silentLog, mostWarm: 0 });
  return { hook: networkHook(sandboxes, { publishPorts }), listed: () => backend.listSandboxes() };
}

test('gives an awsvpc task an address of its subnet, and each container its sandbox', async () => {
  const { hook, listed } = hooked();
  const found = await hook.provision?.(awsvpc, signal);
  const [sandbox] = await listed();
  expect(found).toEqual({
    sandboxId: sandbox?.runtimeId,
    sandboxName: sandbox?.engineName,
    networkInterface: {
      ...awsvpc.networkInterface,
      address: '172.31.16.4',
      macAddress: '02:42:ac:1f:10:04',
      bindings: [],
    },
  });
  expect(await hook.prepare?.({ ...awsvpc, ...found }, web, signal)).toEqual({ sandbox: sandbox?.runtimeId });
});

test('publishes ports and ranges on ports of the engine’s choice when asked', async () => {
  const { hook } = hooked(true);
  const portRanges = [{ first: 8000, last: 8004, protocol: 'udp' as const }];
  const plan = { ...awsvpc.plan, containers: [{ ...web, portRanges }] };
  const found = await hook.provision?.({ ...awsvpc, plan }, signal);
  expect(found?.networkInterface?.bindings).toEqual([
    { bindIP: '0.0.0.0', containerPort: 80, hostPort: 49153, protocol: 'tcp' },
    { bindIP: '0.0.0.0', containerPortRange: '8000-8004', hostPortRange: '49154-49158', protocol: 'udp' },
  ]);
});

test('gives a task that shares only PID or IPC a sandbox without an address', async () => {
  const { hook, listed } = hooked();
  const task = taskRecord([web], { stages: ['provision', 'deprovision'], pidMode: 'task' });
  const found = await hook.provision?.(task, signal);
  const [sandbox] = await listed();
  expect(found).toEqual({ sandboxId: sandbox?.runtimeId, sandboxName: sandbox?.engineName });
  expect(sandbox?.address).toBe('');
});

test('does nothing for a task that shares nothing', async () => {
  const { hook, listed } = hooked();
  const task = taskRecord([web]);
  expect(await hook.provision?.(task, signal)).toEqual({});
  expect(await hook.prepare?.(task, web, signal)).toBeUndefined();
  await hook.clean?.(task, signal);
  expect(await listed()).toEqual([]);
});

test.each(['deprovision', 'clean'] as const)(
  '%s removes the sandbox, recorded or not, also twice',
  async (stage) => {
    const { hook, listed } = hooked();
    await hook.provision?.(awsvpc, signal);
    // The record as it was: what came after the network in the list has failed.
    await hook[stage]?.(awsvpc, signal);
    expect(await listed()).toEqual([]);
    const found = await hook.provision?.(awsvpc, signal);
    await hook[stage]?.({ ...awsvpc, ...found }, signal);
    await hook[stage]?.({ ...awsvpc, ...found }, signal);
    expect(await listed()).toEqual([]);
  },
);

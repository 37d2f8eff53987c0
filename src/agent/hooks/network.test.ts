import { expect, test } from 'vitest';

import { containerPlan, taskRecord } from '../../../test/support/agent/tasks.ts';
import { countingIds } from '../../kernel/ids.ts';
import { silentLog } from '../../kernel/log.ts';
import { VirtualClock } from '../../kernel/virtual-clock.ts';
import { SimulatedBackend } from '../backends/simulated/index.ts';
import type { TaskRecord } from '../model/task-record.ts';
import { Sandboxes } from '../network/sandboxes.ts';
import type { Member } from '../security-groups/member.ts';
import { testNetworks } from '../../../test/support/agent/vpc-networks.ts';
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
  const networks = testNetworks(backend);
  const sandboxes = new Sandboxes({ backend, networks, clock, ids, log: silentLog, mostWarm: 0 });
  const told: string[] = [];
  const groups = {
    admit: ({ address }: Member, isNew: boolean) => void told.push(`admit ${address} ${isNew}`),
    settled: (arn: string) => Promise.resolve(void told.push(`settled ${arn}`)),
    leave: (arn: string) => void told.push(`leave ${arn}`),
  };
  return {
    hook: networkHook(sandboxes, { publishPorts, groups }),
    told,
    listed: () => backend.listSandboxes(),
  };
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
      ranges: { vpc: '172.31.0.0/16', subnet: '172.31.16.0/20' },
    },
  });
  expect(await hook.prepare?.({ ...awsvpc, ...found }, web, signal)).toEqual({ sandbox: sandbox?.runtimeId });
});

test('no container is started before the security groups hold, which end with the sandbox', async () => {
  const { hook, told } = hooked();
  const found = await hook.provision?.(awsvpc, signal);
  await hook.ready?.({ ...awsvpc, ...found }, signal);
  await hook.deprovision?.({ ...awsvpc, ...found }, signal);
  expect(told).toEqual(['admit 172.31.16.4 true', `settled ${awsvpc.arn}`, `leave ${awsvpc.arn}`]);
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

test.each([
  ['EC2', false, ''],
  ['FARGATE', false, ' with public IP assignment disabled'],
  ['FARGATE', true, ' with public IP assignment enabled'],
] as const)(
  'says of a full subnet what ECS says: on %s, public address %s',
  async (launchType, isPublic, how) => {
    const { hook } = hooked();
    const small = { vpcId: 'vpc-1', isDefaultVpc: true, vpcCidr: '172.31.0.0/16', cidr: '172.31.48.0/28' };
    const task = (arn: string): TaskRecord => ({
      ...awsvpc,
      arn,
      request: { ...awsvpc.request, launchType },
      networkInterface: {
        attachmentId: 'a',
        id: 'eni-1',
        subnetId: 'subnet-1',
        subnet: small,
        securityGroups: [],
        ...(isPublic && { assignsPublicIp: true }),
      },
    });
    // A /28 has sixteen addresses, of which AWS keeps five.
    for (let turn = 0; turn < 11; turn += 1) await hook.provision?.(task(`arn:${turn}`), signal);
    await expect(hook.provision?.(task('arn:last'), signal)).rejects.toMatchObject({
      taskReason: `Unexpected EC2 error while attempting to Create Network Interface${how} in subnet 'subnet-1': InsufficientFreeAddressesInSubnet`,
    });
  },
);

import { describe, expect, test } from 'vitest';

import { describeTask } from '../../../src/services/ecs/model/tasks/describe-task.ts';
import { container, deaf, engineHarness, obedient, sh } from '../../support/agent/engine-harness.ts';
import {
  addressOf,
  answering,
  fetched,
  fetching,
  outputOf,
  port,
  untilSandboxes,
} from '../../support/agent/network.ts';

describe('awsvpc: the containers of a task', () => {
  test('share localhost, one address and no other names', async () => {
    await using harness = await engineHarness();
    const addresses = sh('ip -4 -o addr | sed -n "s/.*inet \\([0-9.]*\\).*/\\1/p"; ls /sys/class/net');
    const arn = harness.runAwsvpc([
      container({ name: 'web', command: answering('hello') }),
      container({ name: 'client', essential: false, command: fetching('http://localhost/') }),
      container({ name: 'look', essential: false, command: addresses }),
    ]);
    expect(await outputOf(harness, arn, 'client')).toBe('hello');
    const seen = (await outputOf(harness, arn, 'look')).split('\n');
    expect(seen).toEqual(['127.0.0.1', addressOf(harness.get(arn)), 'eth0', 'lo']);
  });

  test('net.* of any container holds for the task; what is not of the network stays with its container', async () => {
    await using harness = await engineHarness();
    const read = sh('cat /proc/sys/net/core/somaxconn /proc/sys/kernel/msgmax');
    const arn = harness.runAwsvpc(
      [
        container({ name: 'sets', essential: false, command: read, sysctls: { 'kernel.msgmax': '8000' } }),
        container({ name: 'other', essential: false, command: read }),
        container({ name: 'app', command: obedient }),
      ],
      { networkSysctls: { 'net.core.somaxconn': '321' } },
    );
    expect(await outputOf(harness, arn, 'sets')).toBe('321\n8000');
    expect(await outputOf(harness, arn, 'other')).toBe('321\n8192');
  });

  test('a net.* that the engine does not take ends the task with its words, and leaves nothing', async () => {
    await using harness = await engineHarness();
    const arn = harness.runAwsvpc([container({ name: 'app', command: obedient })], {
      networkSysctls: { 'net.nonesuch.at_all': '1' },
    });
    const task = await harness.stopped(arn);
    expect(task).toMatchObject({ stopCode: 'TaskFailedToStart', stoppedReason: 'Task failed to start' });
    expect(task.containers[0]?.reason).toMatch(
      /^ContainerNetworkingError: Error response from daemon: .*net.*nonesuch/,
    );
    expect(await harness.left()).toEqual([expect.stringMatching(/^network /)]);
  });

  test('have the sandbox’s name for a hostname, and it resolves to the task’s address', async () => {
    await using harness = await engineHarness();
    const arn = harness.runAwsvpc([
      container({ name: 'app', hostname: 'ignored', command: sh('hostname; hostname -i') }),
    ]);
    const [name, address] = (await outputOf(harness, arn, 'app')).split('\n');
    expect(name).not.toBe('ignored');
    expect(address).toBe(addressOf(harness.get(arn)));
  });
});

describe('awsvpc: the address of a task', () => {
  test('answers to another task and to the host; two tasks listen on one port', async () => {
    await using harness = await engineHarness();
    const first = harness.runAwsvpc([
      container({ name: 'web', command: answering('one'), ports: [port(80, 80)] }),
    ]);
    const second = harness.runAwsvpc([
      container({ name: 'web', command: answering('two'), ports: [port(80, 80)] }),
    ]);
    const [one, two] = await Promise.all([harness.running(first), harness.running(second)]);
    expect(addressOf(one)).not.toBe(addressOf(two));
    expect(await fetched(`http://${addressOf(one)}/`)).toBe('one');
    expect(await fetched(`http://${addressOf(two)}/`)).toBe('two');
    const client = harness.runAwsvpc([
      container({ name: 'client', command: fetching(`http://${addressOf(one)}/`) }),
    ]);
    expect(await outputOf(harness, client, 'client')).toBe('one');
  });

  test('is what DescribeTasks tells, with PROVISIONING and DEPROVISIONING around it', async () => {
    await using harness = await engineHarness();
    const told: string[] = [];
    const arn = harness.runAwsvpc([container({ name: 'app', command: obedient, ports: [port(80, 80)] })]);
    const note = (): void => {
      const { lastStatus, attachments } = describeTask(harness.get(arn));
      const line = `${lastStatus} ${attachments?.[0]?.status}`;
      if (told.at(-1) !== line) told.push(line);
    };
    note();
    using _ = harness.tasks.onChange(note);
    const running = describeTask(await harness.running(arn));
    const address = addressOf(harness.get(arn));
    expect(running.attachments?.[0]?.details?.at(-1)).toEqual({ name: 'privateIPv4Address', value: address });
    expect(running.containers?.[0]).toMatchObject({
      networkBindings: [],
      networkInterfaces: [{ attachmentId: running.attachments?.[0]?.id, privateIpv4Address: address }],
    });
    const { sandboxId = '' } = harness.get(arn);
    const { NetworkSettings: settings } = await harness.engine.containers.inspect(sandboxId);
    const [endpoint] = Object.values(settings.Networks ?? {});
    expect(endpoint).toMatchObject({
      IPAddress: address,
      MacAddress: harness.get(arn).networkInterface?.macAddress,
    });
    harness.stop(arn);
    await harness.stopped(arn);
    expect(told).toEqual([
      'PROVISIONING PRECREATED',
      'PENDING ATTACHED',
      'RUNNING ATTACHED',
      'STOPPING ATTACHED',
      'DEPROVISIONING ATTACHED',
      'STOPPED DELETED',
    ]);
  });

  test('published ports are shown and answer on the host', async () => {
    await using harness = await engineHarness({ publishPorts: true, warmSandboxes: 2 });
    const plan = [container({ name: 'web', command: answering('hello'), ports: [port(80, 80)] })];
    const arns = [harness.runAwsvpc(plan), harness.runAwsvpc(plan)];
    for (const arn of arns) {
      const [shown] = describeTask(await harness.running(arn)).containers ?? [];
      const binding = shown?.networkBindings?.find(({ bindIP }) => bindIP === '0.0.0.0');
      expect(binding).toMatchObject({ containerPort: 80, protocol: 'tcp' });
      expect(await fetched(`http://127.0.0.1:${binding?.hostPort}/`)).toBe('hello');
    }
  });
});

describe('awsvpc: a range of ports that is published', () => {
  test('is shown as one binding, and answers on the host', async () => {
    await using harness = await engineHarness({ publishPorts: true });
    const portRanges = [{ first: 8000, last: 8002, protocol: 'tcp' as const }];
    const command = answering('hello', 8001);
    const arn = harness.runAwsvpc([container({ name: 'web', command, portRanges })]);
    const [shown] = describeTask(await harness.running(arn)).containers ?? [];
    const binding = shown?.networkBindings?.find(({ bindIP }) => bindIP === '0.0.0.0');
    expect(binding).toMatchObject({ containerPortRange: '8000-8002', protocol: 'tcp' });
    const [first = 0, last] = (binding?.hostPortRange ?? '').split('-').map(Number);
    expect(last).toBe(first + 2);
    expect(await fetched(`http://127.0.0.1:${first + 1}/`)).toBe('hello');
  });
});

describe('awsvpc: the end of a task', () => {
  test('StopTask while it is provisioned ends it as UserInitiated, and its sandbox goes', async () => {
    await using harness = await engineHarness();
    const arn = harness.runAwsvpc([container({ name: 'app', command: deaf })]);
    await harness.until(arn, ({ stagePending }) => stagePending === 'provision');
    harness.stop(arn, 'changed my mind');
    const task = await harness.stopped(arn);
    expect(task).toMatchObject({ stopCode: 'UserInitiated', stoppedReason: 'changed my mind' });
    expect(task.containers[0]).not.toHaveProperty('startedAt');
    expect(await harness.left()).toEqual([expect.stringMatching(/^network /)]);
  });

  test('a drain leaves no container, no sandbox and no network', async () => {
    await using harness = await engineHarness({ warmSandboxes: 2 });
    const plan = [container({ name: 'app', command: obedient })];
    const arns = [harness.runAwsvpc(plan), harness.runAwsvpc(plan)];
    await Promise.all(arns.map((arn) => harness.running(arn)));
    await untilSandboxes(harness, 4);
    await harness.agent.drain(() => {});
    expect(await harness.left()).toEqual([]);
  });
});

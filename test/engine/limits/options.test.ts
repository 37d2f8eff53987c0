import { describe, expect, test } from 'vitest';

import type { ContainerPlan } from '../../../src/agent/model/task-plan.ts';
import { container, engineHarness, obedient, sh } from '../../support/agent/engine-harness.ts';

const mebibyte = 1024 * 1024;

/** What a container of these options writes until it ends. */
async function output(
  script: readonly string[],
  options: Partial<ContainerPlan>,
): Promise<readonly string[]> {
  await using harness = await engineHarness();
  const arn = harness.run([container({ name: 'app', command: sh(script.join('\n')), ...options })]);
  await harness.stopped(arn);
  return (await harness.logs(arn, 'app')).map(({ text }) => text);
}

/** Why a container of these options does not start; nothing of it may be left. */
async function refusal(options: Partial<ContainerPlan>): Promise<string> {
  await using harness = await engineHarness();
  const arn = harness.run([container({ name: 'app', command: obedient, ...options })]);
  const task = await harness.stopped(arn);
  await harness.agent.drain(() => {});
  expect(await harness.left()).toEqual([]);
  return task.containers[0]?.reason ?? '';
}

describe('what reaches the process', () => {
  test('a ulimit of -1 is no limit', async () => {
    // These have no limit by themselves: an engine may not be allowed to raise one that is there.
    const ulimits = [
      { name: 'fsize', soft: -1, hard: -1 },
      { name: 'core', soft: 0, hard: -1 },
    ];
    const lines = await output(['grep "file size" /proc/self/limits'], { ulimits });
    expect(lines.map((line) => line.replace(/\s+/g, ' ').trim())).toEqual([
      'Max file size unlimited unlimited bytes',
      'Max core file size 0 unlimited bytes',
    ]);
  });

  test('a capability that is added, and all that are dropped', async () => {
    const added = await output(['grep CapEff /proc/self/status'], {
      capabilities: { add: ['NET_ADMIN'], drop: ['ALL'] },
    });
    expect(added[0]).toMatch(/^CapEff:\s+0000000000001000$/);
  });

  test('a device with its permissions: read, but not write', async () => {
    const lines = await output(
      [
        '(: </dev/nothing) && echo read',
        '(: >/dev/nothing) 2>/dev/null && echo written || echo "not written"',
      ],
      { devices: [{ hostPath: '/dev/fuse', containerPath: '/dev/nothing', permissions: 'r' }] },
    );
    expect(lines).toEqual(['read', 'not written']);
  });

  test('shared memory of its size', async () => {
    const resources = { cpu: 0, sharedMemory: 3 * mebibyte };
    expect(await output(['df -k /dev/shm | tail -1 | tr -s " " | cut -d" " -f2'], { resources })).toEqual([
      '3072',
    ]);
  });

  test('system controls of IPC', async () => {
    const sysctls = { 'kernel.msgmax': '4096', 'fs.mqueue.msg_max': '7' };
    const lines = await output(['cat /proc/sys/kernel/msgmax /proc/sys/fs/mqueue/msg_max'], { sysctls });
    expect(lines).toEqual(['4096', '7']);
  });

  test('privileged, which an engine that is not all-powerful itself refuses in its own words', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([container({ name: 'app', command: obedient, privileged: true })]);
    const task = await harness.until(arn, ({ lastStatus }) => ['RUNNING', 'STOPPED'].includes(lastStatus));
    expect((await harness.inspect(arn, 'app')).HostConfig.Privileged).toBe(true);
    const [state] = task.containers;
    if (task.lastStatus === 'STOPPED')
      expect(state?.reason).toMatch(/^CannotStartContainerError: .*operation not permitted/);
    else expect(state?.known).toBe('RUNNING');
  });

  test('SwapConfigurationTask: memory without swap of its own, and with: the engine complains of neither', async () => {
    await using harness = await engineHarness();
    const memory = 32 * mebibyte;
    const arn = harness.run([
      container({ name: 'plain', command: obedient, resources: { cpu: 0, memory } }),
      container({
        name: 'swap',
        command: obedient,
        resources: { cpu: 0, memory, memorySwap: 48 * mebibyte },
      }),
      container({ name: 'none', command: obedient, resources: { cpu: 0, memory, memorySwap: memory } }),
    ]);
    await harness.running(arn);
    const swapOf = async (name: string) => (await harness.inspect(arn, name)).HostConfig.MemorySwap;
    expect(await swapOf('swap')).toBe(48 * mebibyte);
    expect(await swapOf('none')).toBe(memory);
    expect(await swapOf('plain')).toBe(2 * memory);
  });
});

test('Labels: labels and the name by which people find the container', async () => {
  await using harness = await engineHarness();
  const labels = { team: 'shop', 'com.amazonaws.ecs.container-name': 'app' };
  const arn = harness.run([container({ name: 'app', command: obedient, labels })]);
  await harness.running(arn);
  const { Config: config, Name: name } = await harness.inspect(arn, 'app');
  expect(config.Labels).toMatchObject({ ...labels, 'longshore.task': arn });
  expect(name).toBe(`/longshore-test-app-${harness.get(arn).id}`);
});

test('the image’s architecture is not the one that is asked for', async () => {
  await using harness = await engineHarness();
  const arn = harness.run([container({ name: 'app', command: obedient })], { platform: 'linux/arm64' });
  const task = await harness.stopped(arn);
  expect(task.containers[0]?.reason).toMatch(/^Cannot(Pull|Create)ContainerError: .*arm64/s);
});

describe('what the engine refuses', () => {
  test('a GPU where it has no driver for one', async () => {
    expect(await refusal({ resources: { cpu: 0, gpus: 1 } })).toMatch(
      /^CannotStartContainerError: .*could not select device driver .* with capabilities: \[\[gpu\]\]/,
    );
  });

  test('a device that is not there', async () => {
    const devices = [{ hostPath: '/dev/no-such-device', containerPath: '/dev/x', permissions: 'rwm' }];
    expect(await refusal({ devices })).toMatch(/^CannotStartContainerError: .*\/dev\/no-such-device/);
  });

  test('a capability, a ulimit and a system control that it does not know', async () => {
    expect(await refusal({ capabilities: { add: ['NO_SUCH'], drop: [] } })).toMatch(
      /^CannotCreateContainerError: .*NO_SUCH/,
    );
    expect(await refusal({ ulimits: [{ name: 'nosuch', soft: 1, hard: 1 }] })).toMatch(
      /^Cannot(Create|Start)ContainerError: .*(ulimit|rlimit)/i,
    );
    expect(await refusal({ sysctls: { 'kernel.nosuch': '1' } })).toMatch(
      /^Cannot(Create|Start)ContainerError: .*kernel\.nosuch/,
    );
  });

  test('limits that cannot be met', async () => {
    expect(await refusal({ resources: { cpu: 0, memory: mebibyte } })).toMatch(
      /^CannotCreateContainerError: .*[Mm]inimum memory limit/,
    );
    const resources = { cpu: 0, memory: 8 * mebibyte, memoryReservation: 9 * mebibyte };
    expect(await refusal({ resources })).toMatch(
      /^CannotCreateContainerError: .*Minimum memory limit can not be less than memory reservation limit/,
    );
  });

  test('a security option that it does not know', async () => {
    expect(await refusal({ securityOptions: ['nosuch:option'] })).toMatch(
      /^Cannot(Create|Start)ContainerError: .*nosuch/,
    );
  });
});

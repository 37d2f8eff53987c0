import { describe, expect, test } from 'vitest';

import { installationLabel, sandboxLabel } from '../../../src/agent/backends/docker/labels.ts';
import { busyboxImage } from '../../support/docker/busybox-image.ts';
import { container, engineHarness, obedient, sh } from '../../support/agent/engine-harness.ts';
import { addressOf, answering, fetched, sandboxesOf, untilSandboxes } from '../../support/agent/network.ts';

const app = [container({ name: 'app', command: obedient })];

describe('the pool', () => {
  test('a second task takes the sandbox that stood ready; none is left after a drain', async () => {
    await using harness = await engineHarness({ warmSandboxes: 1 });
    const first = await harness.running(harness.runAwsvpc(app));
    const before = await untilSandboxes(harness, 2);
    const ready = before.find((id) => id !== first.sandboxId);
    const second = await harness.running(harness.runAwsvpc(app));
    expect(second.sandboxId).toBe(ready);
    await untilSandboxes(harness, 3);
    await harness.agent.drain(() => {});
    expect(await harness.left()).toEqual([]);
  });

  test('one that died or was removed while it stood ready is not handed out', async () => {
    await using harness = await engineHarness({ warmSandboxes: 1 });
    const first = await harness.running(harness.runAwsvpc(app));
    for (const end of ['kill', 'remove'] as const) {
      const ready = (await untilSandboxes(harness, 2)).find((id) => id !== first.sandboxId) ?? '';
      if (end === 'kill') await harness.engine.containers.kill(ready);
      else await harness.engine.containers.remove(ready, { force: true });
      const arn = harness.runAwsvpc(app);
      const task = await harness.running(arn);
      expect(task.sandboxId).not.toBe(ready);
      harness.stop(arn);
      await harness.stopped(arn);
    }
  });

  test('a task that sets net.* has a sandbox of its own', async () => {
    await using harness = await engineHarness({ warmSandboxes: 1 });
    const first = await harness.running(harness.runAwsvpc(app));
    const ready = (await untilSandboxes(harness, 2)).find((id) => id !== first.sandboxId);
    const networkSysctls = { 'net.core.somaxconn': '99' };
    const second = await harness.running(harness.runAwsvpc(app, { networkSysctls }));
    expect(second.sandboxId).not.toBe(ready);
  });
});

describe('after a crash', () => {
  test('a task goes on in the same sandbox and answers at the same address', async () => {
    await using harness = await engineHarness();
    const arn = harness.runAwsvpc([container({ name: 'web', command: answering('still here') })]);
    const before = await harness.running(arn);
    expect(await fetched(`http://${addressOf(before)}/`)).toBe('still here');
    await harness.crash();
    harness.restart();
    expect(await fetched(`http://${addressOf(before)}/`)).toBe('still here');
    // More tasks than there are attempts at an address: each must know which ones are taken.
    const others = await Promise.all([1, 2, 3].map(() => harness.running(harness.runAwsvpc(app))));
    expect(new Set([before, ...others].map(addressOf)).size).toBe(4);
    harness.stop(arn);
    const after = await harness.stopped(arn);
    expect(after).toMatchObject({ sandboxId: before.sandboxId, containers: [{ exitCode: 0 }] });
    expect(await sandboxesOf(harness)).not.toContain(before.sandboxId);
  });

  test('what stood ready is removed', async () => {
    await using harness = await engineHarness({ warmSandboxes: 2 });
    const task = await harness.running(harness.runAwsvpc(app));
    await untilSandboxes(harness, 2);
    await harness.crash();
    harness.restart();
    expect(await untilSandboxes(harness, 1)).toEqual([task.sandboxId]);
  });

  test('TaskResourceDependencyOnRestart: a sandbox that was made before it was recorded is not left over, and the task has one', async () => {
    await using harness = await engineHarness();
    const filters = {
      event: ['start'],
      label: [`${installationLabel}=${harness.installation}`, sandboxLabel],
    };
    using events = await harness.engine.openEvents({ filters });
    const arn = harness.runAwsvpc(app);
    for await (const _start of events) break;
    await harness.crash();
    harness.restart();
    const task = await harness.running(arn);
    expect(await untilSandboxes(harness, 1)).toEqual([task.sandboxId]);
  });

  test('a task whose sandbox ended meanwhile ends', async () => {
    await using harness = await engineHarness();
    const arn = harness.runAwsvpc(app);
    const { sandboxId = '' } = await harness.running(arn);
    await harness.crash();
    await harness.engine.containers.remove(sandboxId, { force: true });
    harness.restart();
    expect(await harness.stopped(arn)).toMatchObject({
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [{ exitCode: 0 }],
    });
  });
});

describe('behind the agent’s back', () => {
  test.each(['kill', 'remove'] as const)('%s the sandbox of a task, and the task ends', async (end) => {
    await using harness = await engineHarness();
    const arn = harness.runAwsvpc(app);
    const { sandboxId = '' } = await harness.running(arn);
    if (end === 'kill') await harness.engine.containers.kill(sandboxId);
    else await harness.engine.containers.remove(sandboxId, { force: true });
    expect(await harness.stopped(arn)).toMatchObject({
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [{ exitCode: 0 }],
    });
    expect(await sandboxesOf(harness)).toEqual([]);
  });

  test('a container that has not started says why it never will', async () => {
    await using harness = await engineHarness();
    const arn = harness.runAwsvpc([
      container({ name: 'first', essential: false, command: sh('sleep 60'), healthCheck: never }),
      container({ name: 'app', dependsOn: [{ container: 'first', condition: 'HEALTHY' }] }),
    ]);
    const { sandboxId = '' } = await harness.until(
      arn,
      ({ containers }) => containers[0]?.known === 'RUNNING',
    );
    await harness.engine.containers.kill(sandboxId);
    const task = await harness.stopped(arn);
    expect(task.stopCode).toBe('EssentialContainerExited');
    expect(task.containers[1]).toMatchObject({
      known: 'STOPPED',
      reason: 'ContainerNetworkingError: the container that holds the namespaces of the task has ended',
    });
  });

  test('the network that was removed is made anew, for the next task', async () => {
    await using harness = await engineHarness();
    const arn = harness.runAwsvpc(app);
    const first = await harness.running(arn);
    harness.stop(arn);
    await harness.stopped(arn);
    await harness.engine.networks.remove(`longshore-${harness.installation}`);
    const tasks = await Promise.all([1, 2, 3].map(() => harness.running(harness.runAwsvpc(app))));
    expect(new Set(tasks.map(addressOf)).size).toBe(3);
    const subnet = (address: string): string => address.split('.').slice(0, 2).join('.');
    expect(new Set([first, ...tasks].map(addressOf).map(subnet)).size).toBe(1);
  });

  test('the pause image that was removed is made anew', async () => {
    await using harness = await engineHarness();
    const arn = harness.runAwsvpc(app);
    const { sandboxId = '' } = await harness.running(arn);
    const { Config: config } = await harness.engine.containers.inspect(sandboxId);
    harness.stop(arn);
    await harness.stopped(arn);
    await harness.engine.images.remove(config.Image, { force: true });
    await harness.running(harness.runAwsvpc(app));
  });

  test('a stranger on the network has his own address and stays; tasks start beside him', async () => {
    await using harness = await engineHarness();
    const first = await harness.running(harness.runAwsvpc(app));
    const network = `longshore-${harness.installation}`;
    const strangers: string[] = [];
    try {
      for (let count = 0; count < 6; count += 1) {
        const { Id } = await harness.engine.containers.create({
          Image: busyboxImage,
          Cmd: ['sleep', '60'],
          HostConfig: { NetworkMode: network },
        });
        strangers.push(Id);
        await harness.engine.containers.start(Id);
      }
      const second = await harness.running(harness.runAwsvpc(app));
      expect(addressOf(second)).not.toBe(addressOf(first));
      await harness.crash();
      harness.restart();
      await harness.running(harness.runAwsvpc(app));
      for (const id of strangers) {
        expect((await harness.engine.containers.inspect(id)).State.Running).toBe(true);
      }
    } finally {
      for (const id of strangers) await harness.engine.containers.remove(id, { force: true });
    }
  });
});

const never = { command: ['CMD', 'false'], interval: 60, timeout: 5, retries: 3, startPeriod: 0 };

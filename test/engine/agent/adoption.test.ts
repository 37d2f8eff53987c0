import { describe, expect, test } from 'vitest';

import { installationLabel, taskLabel } from '../../../src/agent/backends/docker/labels.ts';
import { busyboxImage } from '../../support/docker/busybox-image.ts';
import { container, deaf, engineHarness, obedient, sh } from '../../support/agent/engine-harness.ts';

describe('EngineSynchronize: after a crash', () => {
  test('a task that runs goes on in the same container', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([
      container({
        name: 'app',
        command: obedient,
        ports: [{ containerPort: 80, hostPort: 0, protocol: 'tcp' }],
      }),
    ]);
    const before = await harness.running(arn);
    await harness.crash();
    harness.restart();
    harness.stop(arn, 'after the crash');
    const task = await harness.stopped(arn);
    expect(task.containers[0]).toMatchObject({
      runtimeId: before.containers[0]?.runtimeId,
      startedAt: before.containers[0]?.startedAt,
      networkBindings: before.containers[0]?.networkBindings,
      exitCode: 0,
    });
    expect(task).toMatchObject({ startedAt: before.startedAt, stoppedReason: 'after the crash' });
  });

  test('a task that ended meanwhile ends with its exit code', async () => {
    await using harness = await engineHarness();
    const command = sh('trap "exit 5" USR1; while :; do sleep 60 & wait $!; done');
    const arn = harness.run([container({ name: 'app', command })]);
    const { containers } = await harness.running(arn);
    await harness.crash();
    const id = containers[0]?.runtimeId ?? '';
    await harness.engine.containers.kill(id, { signalName: 'SIGUSR1' });
    await harness.engine.containers.wait(id);
    harness.restart();
    expect(await harness.stopped(arn)).toMatchObject({
      stopCode: 'EssentialContainerExited',
      containers: [{ known: 'STOPPED', exitCode: 5 }],
    });
  });

  test('a container that was made and not started is started, not made again', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([container({ name: 'app', command: obedient })]);
    const created = await harness.until(arn, ({ containers }) => containers[0]?.runtimeId !== undefined);
    await harness.crash();
    harness.restart();
    const task = await harness.running(arn);
    expect(task.containers[0]?.runtimeId).toBe(created.containers[0]?.runtimeId);
    expect(await harness.left()).toHaveLength(1);
  });

  test('a container that was made before its id was recorded is found again', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([container({ name: 'app', command: obedient })]);
    await harness.until(arn, ({ containers }) => containers[0]?.pending === 'CREATED');
    await harness.crash();
    harness.restart();
    await harness.running(arn);
    expect(await harness.left()).toHaveLength(1);
  });

  test('a stop that was under way is finished', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([container({ name: 'app', command: deaf, stopTimeout: 1 })]);
    await harness.running(arn);
    harness.stop(arn);
    await harness.until(arn, ({ containers }) => containers[0]?.pending === 'STOPPED');
    await harness.crash();
    harness.restart();
    expect(await harness.stopped(arn)).toMatchObject({ containers: [{ exitCode: 137 }] });
  });

  test('TaskCleanup, SweepContainer: what had stopped before is removed when its time has come', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([container({ name: 'app', command: sh('exit 0') })]);
    await harness.stopped(arn);
    await harness.crash();
    harness.tasks.put({ ...harness.get(arn), stoppedAt: 0 });
    harness.restart();
    await harness.until(arn, ({ cleanedAt }) => cleanedAt !== undefined);
    expect(await harness.left()).toEqual([]);
  });

  test('a container and a volume that nothing claims are removed; others’ are left alone', async () => {
    await using harness = await engineHarness();
    const other = { [installationLabel]: `${harness.installation}-other`, [taskLabel]: 'arn:other' };
    const own = { [installationLabel]: harness.installation, [taskLabel]: 'arn:gone' };
    const make = async (Labels: Readonly<Record<string, string>>): Promise<string> =>
      (await harness.engine.containers.create({ Image: busyboxImage, Labels })).Id;
    const stranger = await make(other);
    const plain = await make({});
    try {
      await harness.crash();
      const orphan = await make(own);
      const volume = await harness.engine.volumes.create({ Labels: own });
      const filters = { container: [orphan], event: ['destroy'] };
      using events = await harness.engine.openEvents({ filters });
      harness.restart();
      for await (const event of events) if (event.action === 'destroy') break;
      using destroyed = await harness.engine.openEvents({
        filters: { volume: [volume.Name], event: ['destroy'] },
      });
      if ((await harness.left()).length > 0)
        for await (const event of destroyed) if (event.action === 'destroy') break;
      expect(await harness.left()).toEqual([]);
      for (const id of [stranger, plain]) {
        expect((await harness.engine.containers.inspect(id)).State.Status).toBe('created');
      }
    } finally {
      for (const id of [stranger, plain]) await harness.engine.containers.remove(id, { force: true });
    }
  });
});

describe('behind the agent’s back', () => {
  test('a container that is removed ends its task', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([container({ name: 'app', command: obedient })]);
    const task = await harness.running(arn);
    await harness.engine.containers.remove(task.containers[0]?.runtimeId ?? '', { force: true });
    const stopped = await harness.stopped(arn);
    expect(stopped.stopCode).toBe('EssentialContainerExited');
    // The engine tells of a kill and then of the removal; a look in between may still have found the end.
    const [state] = stopped.containers;
    if (state?.exitCode === undefined) {
      expect(state?.reason).toBe('ContainerVanishedError: No container matching saved ID found');
    } else {
      expect(state).toMatchObject({ exitCode: 137 });
    }
  });

  test('a container that was removed while the agent was away has vanished', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([container({ name: 'app', command: obedient })]);
    const task = await harness.running(arn);
    await harness.crash();
    await harness.engine.containers.remove(task.containers[0]?.runtimeId ?? '', { force: true });
    harness.restart();
    const stopped = await harness.stopped(arn);
    expect(stopped.containers[0]?.reason).toBe(
      'ContainerVanishedError: No container matching saved ID found',
    );
    expect(stopped.containers[0]).not.toHaveProperty('exitCode');
  });

  test('a container that is stopped and one that is killed end with their exit codes', async () => {
    await using harness = await engineHarness();
    const arns = [
      harness.run([container({ name: 'app', command: obedient })]),
      harness.run([container({ name: 'app', command: obedient })]),
    ];
    const [first, second] = await Promise.all(arns.map((arn) => harness.running(arn)));
    await harness.engine.containers.stop(first?.containers[0]?.runtimeId ?? '');
    await harness.engine.containers.kill(second?.containers[0]?.runtimeId ?? '');
    expect((await harness.stopped(arns[0] ?? '')).containers[0]?.exitCode).toBe(0);
    const killed = (await harness.stopped(arns[1] ?? '')).containers[0];
    expect(killed?.exitCode).toBe(137);
    expect(killed).not.toHaveProperty('reason');
  });

  test('DockerStateToContainerState: a container that is paused still runs, and can be stopped', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([container({ name: 'app', command: obedient, stopTimeout: 1 })]);
    const { containers } = await harness.running(arn);
    await harness.engine.containers.pause(containers[0]?.runtimeId ?? '');
    expect(
      await harness.backend.inspectContainer(containers[0]?.runtimeId ?? '', new AbortController().signal),
    ).toMatchObject({ status: 'running' });
    harness.stop(arn);
    expect((await harness.stopped(arn)).containers[0]).toMatchObject({ known: 'STOPPED' });
  });
});

test('a drain stops every task as StopTask does and leaves nothing', async () => {
  await using harness = await engineHarness();
  const polite = harness.run([container({ name: 'app', command: obedient })]);
  const stubborn = harness.run([container({ name: 'app', command: deaf, stopTimeout: 1 })]);
  const ended = harness.run([container({ name: 'app', command: sh('exit 0') })]);
  await Promise.all([harness.running(polite), harness.running(stubborn), harness.stopped(ended)]);
  expect(await harness.left()).toHaveLength(3);
  const progress: number[] = [];
  await harness.agent.drain((tasks) => progress.push(tasks));
  expect(progress).toEqual([2, 1]);
  expect(harness.get(polite)).toMatchObject({
    stopCode: 'UserInitiated',
    stoppedReason: 'Longshore is shutting down',
    containers: [{ exitCode: 0 }],
  });
  expect(harness.get(stubborn)).toMatchObject({ containers: [{ exitCode: 137 }] });
  expect(await harness.left()).toEqual([]);
});

import { describe, expect, test } from 'vitest';

import { container, engineHarness, obedient, sh } from '../../support/agent/engine-harness.ts';

const textOf = (lines: readonly { readonly text: string }[]): string[] => lines.map((line) => line.text);

describe('a task', () => {
  test('goes from start to exit code, with both streams in order', async () => {
    await using harness = await engineHarness();
    const script = 'echo one; sleep 0.1; echo two >&2; sleep 0.1; echo three; printf four; exit 3';
    const arn = harness.run([container({ name: 'app', command: sh(script) })]);
    const events = await harness.watch(arn);
    expect(harness.get(arn)).toMatchObject({
      lastStatus: 'STOPPED',
      desiredStatus: 'STOPPED',
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [{ known: 'STOPPED', exitCode: 3 }],
    });
    expect(harness.state(arn, 'app')).not.toHaveProperty('reason');
    const lines = events.flatMap((event) => (event.kind === 'log' ? [`${event.stream} ${event.text}`] : []));
    expect(lines).toEqual(['stdout one', 'stderr two', 'stdout three', 'stdout four']);
    const statuses = events.flatMap((event) => (event.kind === 'task' ? [event.lastStatus] : []));
    expect([...new Set(statuses)]).toEqual(['PENDING', 'RUNNING', 'STOPPED']);
    expect(events.at(-1)?.kind).toBe('end');
  });

  test('has its times in order, also when it ends at once', async () => {
    await using harness = await engineHarness();
    const task = await harness.stopped(harness.run([container({ name: 'app', command: sh('exit 0') })]));
    const { createdAt, startedAt = 0, stoppingAt = 0, executionStoppedAt = 0, stoppedAt = 0 } = task;
    expect(startedAt).toBeGreaterThanOrEqual(createdAt);
    expect(executionStoppedAt).toBeGreaterThanOrEqual(startedAt);
    expect(stoppingAt).toBeGreaterThanOrEqual(startedAt);
    expect(stoppedAt).toBeGreaterThanOrEqual(stoppingAt);
    // The image was there: no pull took place.
    expect(task).not.toHaveProperty('pullStartedAt');
    expect(task).not.toHaveProperty('pullStoppedAt');
  });

  test('gives the container its environment, command, entry point, user and working directory', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([
      container({
        name: 'app',
        entryPoint: ['sh', '-c', 'echo "$A|$B|$0|$1|$(id -u)|$(pwd)|$(hostname)"'],
        command: ['zero', 'one two'],
        environment: { A: 'with = and spaces', B: '' },
        user: 'nobody',
        workingDirectory: '/tmp',
        hostname: 'box',
      }),
    ]);
    await harness.stopped(arn);
    expect(textOf(await harness.logs(arn, 'app'))).toEqual([
      'with = and spaces||zero|one two|65534|/tmp|box',
    ]);
  });

  test('StartStopWithRuntimeID, Labels: is known on the engine by its id and its labels', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([
      container({
        name: 'app',
        command: obedient,
        labels: { 'com.amazonaws.ecs.task-arn': 'x', 'longshore.task': 'not mine' },
      }),
    ]);
    await harness.running(arn);
    const { Config: config, Name: name } = await harness.inspect(arn, 'app');
    expect(config.Labels).toMatchObject({
      'com.amazonaws.ecs.task-arn': 'x',
      'longshore.task': arn,
      'longshore.container': 'app',
      'longshore.installation': harness.installation,
    });
    expect(name).toBe(`/${harness.get(arn).plan.containers[0]?.engineName}`);
  });

  test('a label cannot pass for the exit code', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([container({ name: 'app', command: sh('exit 4'), labels: { exitCode: '0' } })]);
    expect((await harness.stopped(arn)).containers[0]?.exitCode).toBe(4);
  });

  test('SignalEvent: a container that honours SIGTERM ends with its own exit code', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([
      container({ name: 'polite', command: obedient, essential: false }),
      container({ name: 'plain', command: sh('trap "exit 143" TERM; sleep 60 & wait $!') }),
    ]);
    await harness.running(arn);
    harness.stop(arn, 'enough');
    await harness.stopped(arn);
    expect(harness.get(arn)).toMatchObject({ stopCode: 'UserInitiated', stoppedReason: 'enough' });
    expect(harness.state(arn, 'polite').exitCode).toBe(0);
    expect(harness.state(arn, 'plain').exitCode).toBe(143);
  });

  test('goes on when a container ends that is not essential', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([
      container({ name: 'side', essential: false, command: sh('exit 4') }),
      container({ name: 'app', command: obedient }),
    ]);
    await harness.until(arn, (task) => task.lastStatus === 'RUNNING' && task.containers[0]?.exitCode === 4);
    expect(harness.get(arn).desiredStatus).toBe('RUNNING');
  });

  test('two tasks of one definition run side by side', async () => {
    await using harness = await engineHarness();
    const plan = [
      container({
        name: 'app',
        command: obedient,
        ports: [{ containerPort: 80, hostPort: 0, protocol: 'tcp' }],
      }),
    ];
    const arns = [harness.run(plan), harness.run(plan)];
    const tasks = await Promise.all(arns.map((arn) => harness.running(arn)));
    const ports = tasks.map((task) => task.containers[0]?.networkBindings[0]?.hostPort);
    expect(new Set(ports).size).toBe(2);
    harness.stop(tasks[0]?.arn ?? '');
    await harness.stopped(tasks[0]?.arn ?? '');
    expect(harness.get(tasks[1]?.arn ?? '').lastStatus).toBe('RUNNING');
  });
});

describe('what goes wrong', () => {
  test('a command that does not exist', async () => {
    await using harness = await engineHarness();
    const task = await harness.stopped(harness.run([container({ name: 'app', command: ['nonesuch'] })]));
    expect(task).toMatchObject({
      stopCode: 'TaskFailedToStart',
      stoppedReason: 'Task failed to start',
      containers: [
        {
          reason: expect.stringMatching(/^CannotStartContainerError: Error response from daemon: .*nonesuch/),
        },
      ],
    });
    expect(task.containers[0]?.reason).toContain('executable file not found');
    expect(task.containers[0]).not.toHaveProperty('exitCode');
  });

  test('a device that does not exist', async () => {
    await using harness = await engineHarness();
    const devices = [{ hostPath: '/dev/nonesuch', containerPath: '/dev/x', permissions: 'rwm' }];
    const task = await harness.stopped(harness.run([container({ name: 'app', devices })]));
    expect(task.containers[0]?.reason).toMatch(/^Cannot(Create|Start)ContainerError: .*\/dev\/nonesuch/);
  });

  test('InitOOMEvent: a container that uses too much memory', async () => {
    await using harness = await engineHarness();
    const memory = 8 * 1024 * 1024;
    const resources = { cpu: 0, memory, memorySwap: memory };
    const arn = harness.run([container({ name: 'app', command: ['tail', '/dev/zero'], resources })]);
    expect(await harness.stopped(arn)).toMatchObject({
      stopCode: 'EssentialContainerExited',
      containers: [{ exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' }],
    });
  });

  test('a child that uses too much memory is told of, whatever its parent makes of it', async () => {
    await using harness = await engineHarness();
    const memory = 8 * 1024 * 1024;
    const resources = { cpu: 0, memory, memorySwap: memory };
    const arn = harness.run([container({ name: 'app', command: sh('tail /dev/zero; exit 7'), resources })]);
    expect(await harness.stopped(arn)).toMatchObject({
      containers: [{ exitCode: 7, reason: 'OutOfMemoryError: Container killed due to memory usage' }],
    });
  });
});

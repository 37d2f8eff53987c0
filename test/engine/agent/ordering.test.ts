import { describe, expect, test } from 'vitest';

import type { DependencyCondition } from '../../../src/agent/model/task-plan.ts';
import type { ContainerState, TaskRecord } from '../../../src/agent/model/task-record.ts';
import { container, deaf, engineHarness, obedient, sh } from '../../support/agent/engine-harness.ts';

const on = (name: string, condition: DependencyCondition) => [{ container: name, condition }] as const;
const of = (task: TaskRecord, name: string): ContainerState | undefined =>
  task.containers.find((state) => state.name === name);
const check = (script: string) =>
  ({ command: ['CMD-SHELL', script], interval: 1, timeout: 2, retries: 1, startPeriod: 0 }) as const;

describe('dependsOn', () => {
  test('DependencyStart: waits for the start, not for more', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([
      container({ name: 'app', command: sh('exit 0'), dependsOn: on('db', 'START') }),
      container({ name: 'db', essential: false, command: obedient }),
    ]);
    const task = await harness.stopped(arn);
    expect(of(task, 'app')?.createdAt).toBeGreaterThanOrEqual(of(task, 'db')?.startedAt ?? Infinity);
    expect(of(task, 'app')?.exitCode).toBe(0);
  });

  test('DependencyComplete: waits for the end, whatever the exit code', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([
      container({ name: 'app', command: sh('exit 0'), dependsOn: on('first', 'COMPLETE') }),
      container({ name: 'first', essential: false, command: sh('sleep 0.3; exit 9') }),
    ]);
    const task = await harness.stopped(arn);
    expect(of(task, 'first')?.exitCode).toBe(9);
    expect(of(task, 'app')).toMatchObject({ exitCode: 0 });
    expect(of(task, 'app')?.createdAt).toBeGreaterThanOrEqual(of(task, 'first')?.finishedAt ?? Infinity);
  });

  test('DependencySuccess, MultipleContainerDependency: a chain runs one after the other', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([
      container({ name: 'c', command: sh('exit 0'), dependsOn: on('b', 'SUCCESS') }),
      container({ name: 'b', essential: false, command: sh('exit 0'), dependsOn: on('a', 'SUCCESS') }),
      container({ name: 'a', essential: false, command: sh('exit 0') }),
    ]);
    const task = await harness.stopped(arn);
    expect(task.containers.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    const [c, b, a] = task.containers;
    expect(b?.createdAt).toBeGreaterThanOrEqual(a?.finishedAt ?? Infinity);
    expect(c?.createdAt).toBeGreaterThanOrEqual(b?.finishedAt ?? Infinity);
  });

  test('DependencySuccessErrored: what waited in vain never starts', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([
      container({ name: 'app', command: obedient, dependsOn: on('first', 'SUCCESS') }),
      container({ name: 'first', essential: false, command: sh('exit 1') }),
    ]);
    const task = await harness.stopped(arn);
    expect(of(task, 'app')?.reason).toMatch(
      /^CannotStartContainerError: dependency graph: failed to resolve container ordering dependency \[first\(.*\] for target \[app\(.*\] as dependency did not exit successfully\.$/,
    );
    expect(of(task, 'app')?.exitCode).toBe(143);
    expect(of(task, 'app')).not.toHaveProperty('runtimeId');
  });

  test('DependencySuccessTimeout: startTimeout ends the wait', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([
      container({ name: 'app', command: obedient, dependsOn: on('first', 'SUCCESS') }),
      container({ name: 'first', essential: false, command: obedient, startTimeout: 1 }),
    ]);
    const task = await harness.stopped(arn);
    expect(of(task, 'app')?.reason).toMatch(
      /dependency graph: container ordering dependency .* has timed out\.$/,
    );
    expect(of(task, 'first')?.exitCode).toBe(0);
  });

  test('DependencyHealthCheck: waits until the check has succeeded', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([
      container({ name: 'app', command: sh('exit 0'), dependsOn: on('db', 'HEALTHY') }),
      container({
        name: 'db',
        essential: false,
        command: sh('sleep 0.5; touch /tmp/ready; sleep 60'),
        healthCheck: check('test -e /tmp/ready'),
        stopTimeout: 1,
      }),
    ]);
    const started = await harness.until(
      arn,
      (task) => of(task, 'app')?.known !== 'NONE' || of(task, 'app')?.pending !== undefined,
    );
    expect(of(started, 'db')?.health).toBe('HEALTHY');
    expect(of(await harness.stopped(arn), 'app')?.exitCode).toBe(0);
  });

  test('DependencyHealthyTimeout: startTimeout ends the wait for a check that never succeeds', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([
      container({ name: 'app', command: obedient, dependsOn: on('db', 'HEALTHY') }),
      container({
        name: 'db',
        essential: false,
        command: obedient,
        healthCheck: check('false'),
        startTimeout: 2,
      }),
    ]);
    const task = await harness.stopped(arn);
    expect(task).toMatchObject({ stopCode: 'TaskFailedToStart' });
    expect(of(task, 'app')?.reason).toMatch(
      /dependency graph: container ordering dependency .* has timed out\.$/,
    );
    expect(of(task, 'app')).not.toHaveProperty('runtimeId');
    expect(of(task, 'db')?.exitCode).toBe(0);
  });

  test('ContainerHealthCheck: a check that fails makes a container UNHEALTHY, and the task runs on', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([
      container({
        name: 'app',
        command: sh('touch /tmp/ready; sleep 2; rm /tmp/ready; sleep 60'),
        healthCheck: check('test -e /tmp/ready'),
      }),
    ]);
    await harness.until(arn, (task) => of(task, 'app')?.health === 'HEALTHY');
    const task = await harness.until(arn, (each) => of(each, 'app')?.health === 'UNHEALTHY');
    expect(task).toMatchObject({ lastStatus: 'RUNNING', desiredStatus: 'RUNNING' });
  });
});

describe('stopping', () => {
  test('ShutdownOrder: dependents end first', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([
      container({ name: 'db', command: obedient }),
      container({ name: 'api', command: obedient, dependsOn: on('db', 'START') }),
      container({ name: 'web', command: obedient, dependsOn: on('api', 'START') }),
    ]);
    await harness.running(arn);
    const order: string[] = [];
    using _ = harness.tasks.onChange(({ row }) => {
      const ended = row?.containers.filter(({ known }) => known === 'STOPPED') ?? [];
      order.push(...ended.map(({ name }) => name).filter((name) => !order.includes(name)));
    });
    harness.stop(arn);
    const task = await harness.stopped(arn);
    expect(order).toEqual(['web', 'api', 'db']);
    expect(task.containers.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
  });

  test('GranularStopTimeout, PerContainerStopTimeout, DockerStopTimeout: each has its own stopTimeout, and three wait side by side', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([
      container({ name: 'a', command: deaf, stopTimeout: 2 }),
      container({ name: 'b', command: deaf, stopTimeout: 1 }),
      container({ name: 'c', command: deaf, stopTimeout: 2 }),
    ]);
    await harness.running(arn);
    harness.stop(arn);
    // All three are being stopped at the same time.
    await harness.until(arn, (task) => task.containers.every(({ pending }) => pending === 'STOPPED'));
    const { containers, stoppingAt = 0 } = await harness.stopped(arn);
    expect(containers.map(({ exitCode }) => exitCode)).toEqual([137, 137, 137]);
    const [a = 0, b = 0, c = 0] = containers.map(({ finishedAt }) => finishedAt);
    expect(b).toBeLessThan(Math.min(a, c));
    expect(b - stoppingAt).toBeGreaterThanOrEqual(900);
    expect(Math.min(a, c) - stoppingAt).toBeGreaterThanOrEqual(1900);
    // Killed by us, not for want of memory.
    expect(containers.some(({ reason }) => reason !== undefined)).toBe(false);
  });

  test('a kill does not wait', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([
      container({ name: 'db', command: deaf, stopTimeout: 100 }),
      container({ name: 'app', command: deaf, stopTimeout: 100, dependsOn: on('db', 'START') }),
    ]);
    await harness.running(arn);
    harness.stop(arn);
    await harness.until(arn, (task) => task.lastStatus === 'STOPPING');
    expect(harness.agent.kill(arn)).toBe(true);
    expect(await harness.stopped(arn)).toMatchObject({ containers: [{ exitCode: 137 }, { exitCode: 137 }] });
  });

  test('while a container waits for another: it never starts, and has no exit code', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([
      container({ name: 'app', command: obedient, dependsOn: on('first', 'COMPLETE') }),
      container({ name: 'first', essential: false, command: obedient }),
    ]);
    await harness.until(arn, (task) => of(task, 'first')?.known === 'RUNNING');
    harness.stop(arn);
    const task = await harness.stopped(arn);
    expect(task).toMatchObject({ stopCode: 'UserInitiated', stoppedReason: 'Task stopped by user' });
    expect(of(task, 'app')).not.toHaveProperty('exitCode');
    expect(of(task, 'app')).not.toHaveProperty('runtimeId');
    expect(of(task, 'first')?.exitCode).toBe(0);
    expect(task).not.toHaveProperty('startedAt');
  });

  test('before the first container has been made', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([container({ name: 'app', command: deaf, stopTimeout: 1 })]);
    harness.stop(arn);
    const task = await harness.stopped(arn);
    expect(task).toMatchObject({ stopCode: 'UserInitiated', containers: [{ known: 'STOPPED' }] });
    expect(task).not.toHaveProperty('startedAt');
  });

  test('while a container is being started: it is not left running', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([container({ name: 'app', command: deaf, stopTimeout: 1 })]);
    await harness.until(arn, (task) => of(task, 'app')?.pending === 'RUNNING');
    harness.stop(arn);
    const { containers } = await harness.stopped(arn);
    expect(containers[0]?.exitCode).toBe(137);
    expect((await harness.inspect(arn, 'app')).State.Running).toBe(false);
  });
});

describe('a restart policy', () => {
  const policy = (ignoredExitCodes: readonly number[] = []) => ({ ignoredExitCodes, attemptPeriod: 0 });
  /** Ends with 5 on its first run, with 6 on its second. */
  const twice = sh('echo run; if [ -e /tmp/again ]; then exit 6; fi; touch /tmp/again; sleep 0.2; exit 5');

  test('starts the same container again, until an exit code that it ignores', async () => {
    await using harness = await engineHarness();
    const arn = harness.run([container({ name: 'app', command: twice, restartPolicy: policy([6]) })]);
    const events = await harness.watch(arn);
    const task = harness.get(arn);
    expect(task.containers[0]).toMatchObject({ restarts: 1, exitCode: 6, known: 'STOPPED' });
    const lines = events.flatMap((event) => (event.kind === 'log' ? [event.text] : []));
    expect(lines).toEqual(['run', 'run']);
  });

  test('a container that did not last the attempt period is not started again', async () => {
    await using harness = await engineHarness();
    const restartPolicy = { ignoredExitCodes: [], attemptPeriod: 60 };
    const arn = harness.run([container({ name: 'app', command: twice, restartPolicy })]);
    expect((await harness.stopped(arn)).containers[0]).toMatchObject({ restarts: 0, exitCode: 5 });
  });

  test('a stop ends it for good', async () => {
    await using harness = await engineHarness();
    const command = sh('sleep 0.2; [ -e /tmp/again ] && exec sleep 60; touch /tmp/again; exit 1');
    const arn = harness.run([container({ name: 'app', command, stopTimeout: 1, restartPolicy: policy() })]);
    const before = await harness.until(arn, (task) => of(task, 'app')?.restarts === 1);
    harness.stop(arn);
    const task = await harness.stopped(arn);
    expect(of(task, 'app')).toMatchObject({
      restarts: 1,
      exitCode: 137,
      runtimeId: of(before, 'app')?.runtimeId,
      startedAt: of(before, 'app')?.startedAt,
    });
  });
});

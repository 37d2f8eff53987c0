import { describe, expect, test } from 'vitest';

import { type DrivenTask, begun } from '../../../test/support/agent/driven-task.ts';
import { containerPlan } from '../../../test/support/agent/tasks.ts';
import type { TaskRequest } from '../model/task-record.ts';
import { requestStop } from './request-stop.ts';

const request = (launchType: TaskRequest['launchType']): TaskRequest => ({
  group: 'family:test',
  launchType,
  enableExecuteCommand: false,
  overrides: {},
});

const app = containerPlan({ name: 'app' });
const side = containerPlan({ name: 'side', essential: false });

describe('an essential container that ends', () => {
  test.each([0, 1, 137])('with exit code %i ends the task', (exitCode) => {
    const driven = begun([app, side]);
    driven.up('app', 'side');
    driven.now = 2000;
    expect(driven.exited('app', exitCode)).toEqual(['stop side 30']);
    expect(driven.task).toMatchObject({
      desiredStatus: 'STOPPED',
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      stoppingAt: 2000,
    });
    expect(driven.state('app')).toMatchObject({ known: 'STOPPED', exitCode });
    expect(driven.state('app')).not.toHaveProperty('reason');
  });

  test('ends those of its task that have not been started, without a word to the engine', () => {
    const dependsOn = [{ container: 'app', condition: 'HEALTHY' }] as const;
    const driven = begun([app, containerPlan({ name: 'web', dependsOn })]);
    driven.up('app');
    expect(driven.exited('app', 1)).toEqual([]);
    expect(driven.state('web').known).toBe('STOPPED');
    expect(driven.state('web')).not.toHaveProperty('startedAt');
    expect(driven.task.lastStatus).toBe('STOPPED');
  });

  test('because it ran out of memory says so', () => {
    const driven = begun([app]);
    driven.up('app');
    driven.exited('app', 137, { outOfMemory: true });
    expect(driven.state('app')).toMatchObject({
      exitCode: 137,
      reason: 'OutOfMemoryError: Container killed due to memory usage',
    });
  });
});

describe('an essential container that cannot start', () => {
  test.each([
    ['pull', 'CannotPullContainerError: there is none'],
    ['create', 'CannotCreateContainerError: there is none'],
    ['start', 'CannotStartContainerError: there is none'],
  ] as const)('at its %s fails the task’s start', (effect, reason) => {
    const driven = begun([app]);
    if (effect !== 'pull') driven.pulled('app');
    if (effect === 'start') driven.created('app');
    driven.failed('app', effect, 'there is none');
    expect(driven.task).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'TaskFailedToStart',
      stoppedReason: 'Task failed to start',
    });
    expect(driven.state('app')).toMatchObject({ known: 'STOPPED', reason });
    expect(driven.state('app')).not.toHaveProperty('exitCode');
  });

  test('on Fargate gives the task its own reason', () => {
    const driven = begun([app], { request: request('FARGATE') });
    driven.failed('app', 'pull', 'there is none');
    expect(driven.task).toMatchObject({
      stopCode: 'TaskFailedToStart',
      stoppedReason: 'CannotPullContainerError: there is none',
    });
  });

  test.each(['EC2', 'FARGATE'] as const)('is told from one that has run, on %s', (launchType) => {
    const driven = begun([app], { request: request(launchType) });
    driven.up('app');
    driven.exited('app', 1);
    expect(driven.task).toMatchObject({
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
    });
  });

  test('stops the others', () => {
    const driven = begun([app, side]);
    driven.up('side');
    expect(driven.failed('app', 'pull')).toEqual(['stop side 30']);
  });
});

describe('a reason', () => {
  test('is trimmed to 1,024 characters', () => {
    const driven = begun([app], { request: request('FARGATE') });
    driven.failed('app', 'pull', 'x'.repeat(2000));
    const reason = `CannotPullContainerError: ${'x'.repeat(2000)}`.slice(0, 1024);
    expect(driven.state('app').reason).toBe(reason);
    expect(driven.task.stoppedReason).toBe(reason);
  });

  test('stays the first one', () => {
    const driven = begun([app]);
    driven.up('app');
    driven.stop();
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      driven.failed('app', 'stop', `attempt ${attempt}`);
      driven.later(60_000);
    }
    driven.failed('app', 'stop', 'attempt 5');
    expect(driven.state('app').reason).toBe('CannotStopContainerError: attempt 5');
    driven.observe({ kind: 'vanished', container: 'app' });
    expect(driven.state('app').reason).toBe('CannotStopContainerError: attempt 5');
  });

  test('is not made up for a container that was stopped as asked', () => {
    const driven = begun([app]);
    driven.up('app');
    driven.stop();
    driven.exited('app', 143);
    expect(driven.state('app')).not.toHaveProperty('reason');
  });
});

describe('a container that has vanished', () => {
  test('before the engine had said that it made it: the answer to that call tells what became of it', () => {
    const driven = begun([app]);
    driven.pulled('app');
    driven.observe({ kind: 'vanished', container: 'app' });
    expect(driven.state('app').known).toBe('PULLED');
    driven.failed('app', 'create', 'invalid option');
    expect(driven.state('app').reason).toBe('CannotCreateContainerError: invalid option');
  });

  test('is stopped, and says why', () => {
    const driven = begun([app]);
    driven.up('app');
    driven.observe({ kind: 'vanished', container: 'app' });
    expect(driven.state('app')).toMatchObject({
      known: 'STOPPED',
      reason: 'ContainerVanishedError: No container matching saved ID found',
    });
    expect(driven.task.stopCode).toBe('EssentialContainerExited');
  });
});

describe('a request to stop', () => {
  test('is kept word for word, with its time', () => {
    const driven = begun([app]);
    const reason = 'Scaling activity initiated by (deployment ecs-svc/4211111111111111111)';
    const code = 'ServiceSchedulerInitiated';
    expect(requestStop(driven.task, { code, reason }, 7000)).toMatchObject({
      desiredStatus: 'STOPPED',
      stopCode: code,
      stoppedReason: reason,
      stoppingAt: 7000,
      lastStatus: 'PENDING',
    });
  });

  test('stays the first one: neither another nor an end of its own changes code and reason', () => {
    const driven: DrivenTask = begun([app]);
    driven.up('app');
    driven.stop('first');
    driven.now += 1;
    expect(requestStop(driven.task, { code: 'SpotInterruption', reason: 'second' }, driven.now)).toBe(
      driven.task,
    );
    driven.exited('app', 1);
    expect(driven.task).toMatchObject({ stopCode: 'UserInitiated', stoppedReason: 'first' });
  });
});

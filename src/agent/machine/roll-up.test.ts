import { describe, expect, test } from 'vitest';

import { type DrivenTask, begun } from '../../../test/support/agent/driven-task.ts';
import { containerPlan } from '../../../test/support/agent/tasks.ts';
import type { Stage } from '../model/status.ts';

const app = containerPlan({ name: 'app' });
const side = containerPlan({ name: 'side', essential: false });

describe('a task is PENDING', () => {
  test('until its last container runs', () => {
    const driven = begun([app, containerPlan({ name: 'web' })]);
    expect(driven.task.lastStatus).toBe('PENDING');
    driven.up('app');
    expect(driven.task.lastStatus).toBe('PENDING');
    expect(driven.task).not.toHaveProperty('startedAt');
    driven.now = 5000;
    driven.up('web');
    expect(driven.task).toMatchObject({ lastStatus: 'RUNNING', startedAt: 5000 });
  });

  test('while a container waits for another, whatever else runs', () => {
    const dependsOn = [{ container: 'side', condition: 'SUCCESS' }] as const;
    const driven = begun([side, containerPlan({ name: 'app', dependsOn })]);
    driven.up('side');
    driven.exited('side', 0);
    expect(driven.task.lastStatus).toBe('PENDING');
    driven.up('app');
    expect(driven.task.lastStatus).toBe('RUNNING');
  });
});

describe('a task is RUNNING', () => {
  test('with a container that has ended and is not essential', () => {
    const driven = begun([app, side]);
    driven.up('side');
    driven.exited('side', 1);
    driven.up('app');
    expect(driven.task).toMatchObject({ lastStatus: 'RUNNING', desiredStatus: 'RUNNING' });
  });

  test('with one that is not essential and could not even be pulled', () => {
    const driven = begun([app, side]);
    driven.failed('side', 'pull');
    driven.up('app');
    expect(driven.task).toMatchObject({ lastStatus: 'RUNNING', desiredStatus: 'RUNNING' });
  });

  test('and stays so when a container that is not essential ends', () => {
    const driven = begun([app, side]);
    driven.up('app', 'side');
    driven.exited('side', 0);
    expect(driven.task).toMatchObject({ lastStatus: 'RUNNING', desiredStatus: 'RUNNING' });
    expect(driven.task).not.toHaveProperty('executionStoppedAt');
  });
});

describe('a task is STOPPED', () => {
  test('only when its last container is', () => {
    const driven = begun([app, side]);
    driven.up('app', 'side');
    driven.now = 2000;
    expect(driven.exited('app', 0)).toEqual(['stop side 30']);
    expect(driven.task.lastStatus).toBe('STOPPING');
    driven.now = 3000;
    driven.exited('side', 143);
    expect(driven.task).toMatchObject({ lastStatus: 'STOPPED', stoppedAt: 3000 });
  });
});

describe('times', () => {
  test('of pulls: the first beginning, the last end', () => {
    const driven = begun([app, side]);
    driven.now = 1100;
    driven.observe({ kind: 'pulling', container: 'app' });
    driven.now = 1200;
    driven.observe({ kind: 'pulling', container: 'side' });
    driven.now = 1300;
    driven.pulled('side');
    expect(driven.task).toMatchObject({ pullStartedAt: 1100, pullStoppedAt: 1300 });
    driven.now = 1400;
    driven.pulled('app');
    expect(driven.task).toMatchObject({ pullStartedAt: 1100, pullStoppedAt: 1400 });
  });

  test('of pulls are absent when every image was there', () => {
    const driven = begun([app]);
    driven.observe({ kind: 'pulled', container: 'app', imageId: 'sha256:1', pulled: false });
    expect(driven.task).not.toHaveProperty('pullStartedAt');
    expect(driven.task).not.toHaveProperty('pullStoppedAt');
  });

  test('of a stop: asked, first essential end, last end', () => {
    const driven = begun([app, containerPlan({ name: 'web' }), side]);
    driven.up('app', 'web', 'side');
    driven.now = 2000;
    driven.stop();
    driven.now = 2100;
    driven.exited('side', 143);
    expect(driven.task).not.toHaveProperty('executionStoppedAt');
    driven.now = 2200;
    driven.exited('web', 143);
    driven.now = 2300;
    driven.exited('app', 143);
    expect(driven.task).toMatchObject({ stoppingAt: 2000, executionStoppedAt: 2200, stoppedAt: 2300 });
  });

  test('a task that never ran has neither startedAt nor executionStoppedAt', () => {
    const driven = begun([app]);
    driven.failed('app', 'pull');
    expect(driven.task.lastStatus).toBe('STOPPED');
    expect(driven.task).not.toHaveProperty('startedAt');
    expect(driven.task).not.toHaveProperty('executionStoppedAt');
  });
});

describe('stages', () => {
  const stages = ['provision', 'activate', 'deactivate', 'deprovision'] as const satisfies readonly Stage[];
  const staged = (): DrivenTask => begun([app], { stages });

  test('are the steps of a task’s life, in order, each waited for', () => {
    const driven = staged();
    const statuses = (): string => driven.task.lastStatus;
    expect(statuses()).toBe('PROVISIONING');
    expect(driven.stageDone('provision')).toEqual(['pull app']);
    expect(statuses()).toBe('PENDING');
    expect(driven.up('app')).toEqual(['stage activate']);
    expect(statuses()).toBe('ACTIVATING');
    expect(driven.task).not.toHaveProperty('startedAt');
    expect(driven.stageDone('activate')).toEqual([]);
    expect(statuses()).toBe('RUNNING');
    expect(driven.stop()).toEqual(['stage deactivate']);
    expect(statuses()).toBe('DEACTIVATING');
    expect(driven.stageDone('deactivate')).toEqual(['stop app 30']);
    expect(statuses()).toBe('STOPPING');
    expect(driven.exited('app', 143)).toEqual(['stage deprovision']);
    expect(statuses()).toBe('DEPROVISIONING');
    expect(driven.task).not.toHaveProperty('stoppedAt');
    expect(driven.stageDone('deprovision')).toEqual([]);
    expect(statuses()).toBe('STOPPED');
  });

  test('begin with provisioning, before any image is pulled', () => {
    const driven = staged();
    // `begun` has asked for it; nothing else may be asked until it is done.
    expect(driven.task.stagePending).toBe('provision');
    expect(driven.later(1000)).toEqual([]);
  });

  test('an end of its own is deactivated too before the others are stopped', () => {
    const driven = begun([app, side], { stages });
    driven.stageDone('provision');
    driven.up('app', 'side');
    driven.stageDone('activate');
    expect(driven.exited('app', 0)).toEqual(['stage deactivate']);
    expect(driven.stageDone('deactivate')).toEqual(['stop side 30']);
  });

  test('what was never activated is not deactivated', () => {
    const driven = staged();
    driven.stageDone('provision');
    expect(driven.stop()).toEqual(['cancel app', 'stage deprovision']);
    driven.stageDone('deprovision');
    expect(driven.task).toMatchObject({ lastStatus: 'STOPPED' });
  });

  test('a stop while provisioning waits for it and then undoes it', () => {
    const driven = staged();
    expect(driven.stop()).toEqual([]);
    expect(driven.task.lastStatus).toBe('PROVISIONING');
    expect(driven.stageDone('provision')).toEqual(['stage deprovision']);
    driven.stageDone('deprovision');
    expect(driven.task.lastStatus).toBe('STOPPED');
  });

  test('a stop while activating waits for it and then takes it back', () => {
    const driven = staged();
    driven.stageDone('provision');
    driven.up('app');
    expect(driven.stop()).toEqual([]);
    expect(driven.stageDone('activate')).toEqual(['stage deactivate']);
    expect(driven.task).not.toHaveProperty('startedAt');
  });

  test('a failed provisioning ends the task with its reason, and is undone', () => {
    const driven = staged();
    expect(driven.stageFailed('provision', 'no address is left')).toEqual(['stage deprovision']);
    expect(driven.state('app').reason).toBe('ResourceInitializationError: no address is left');
    driven.stageDone('deprovision');
    expect(driven.task).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'TaskFailedToStart' });
  });

  test('a failed activation ends the task with its reason before it has run, and is undone', () => {
    const driven = staged();
    driven.stageDone('provision');
    driven.up('app');
    expect(driven.stageFailed('activate', 'no target group')).toEqual(['stage deactivate']);
    expect(driven.stageDone('deactivate')).toEqual(['stop app 30']);
    driven.exited('app', 143);
    driven.stageDone('deprovision');
    expect(driven.task).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'TaskFailedToStart',
      stoppedReason: 'ResourceInitializationError: no target group',
    });
    expect(driven.task).not.toHaveProperty('startedAt');
  });

  test('a failed farewell does not keep a task from stopping', () => {
    const driven = staged();
    driven.stageDone('provision');
    driven.up('app');
    driven.stageDone('activate');
    driven.stop();
    expect(driven.stageFailed('deactivate')).toEqual(['stop app 30']);
    driven.exited('app', 0);
    driven.stageFailed('deprovision');
    expect(driven.task.lastStatus).toBe('STOPPED');
  });
});

import { describe, expect, test } from 'vitest';

import { begun, type DrivenTask, snapshot } from '../../../test/support/agent/driven-task.ts';
import { containerPlan } from '../../../test/support/agent/tasks.ts';

const given = { stages: ['provision', 'deprovision'] as const, sandboxId: 'pause' };
const ended = { kind: 'sandbox-ended', runtimeId: 'pause' } as const;
const reason = 'ContainerNetworkingError: the container that holds the namespaces of the task has ended';

function running(): DrivenTask {
  const driven = begun([containerPlan({ name: 'app' })], given);
  driven.stageDone('provision');
  driven.up('app');
  return driven;
}

describe('a task whose sandbox ends', () => {
  test('while it runs is stopped as if an essential container had exited', () => {
    const driven = running();
    expect(driven.observe(ended)).toEqual(['stop app 30']);
    expect(driven.task).toMatchObject({
      desiredStatus: 'STOPPED',
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
    });
    expect(driven.exited('app', 0)).toEqual(['stage deprovision']);
    driven.stageDone('deprovision');
    expect(driven.task.lastStatus).toBe('STOPPED');
    expect(driven.state('app')).not.toHaveProperty('reason');
  });

  test('before anything ran has failed to start, and says why', () => {
    const driven = begun([containerPlan({ name: 'app' })], given);
    driven.stageDone('provision');
    expect(driven.observe(ended)).toEqual(['cancel app', 'stage deprovision']);
    driven.stageDone('deprovision');
    expect(driven.task).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'TaskFailedToStart',
      stoppedReason: 'Task failed to start',
      containers: [{ known: 'STOPPED', reason }],
    });
  });

  test('while a container is being started waits for that, and stops it', () => {
    const driven = begun([containerPlan({ name: 'app' })], given);
    driven.stageDone('provision');
    driven.pulled('app');
    driven.created('app');
    expect(driven.observe(ended)).toEqual([]);
    expect(driven.running('app')).toEqual(['stop app 30']);
  });

  test('is told of it by the first look after a restart', () => {
    const driven = running();
    const containers = [snapshot({ container: 'app', status: 'running', startedAt: 1000 })];
    expect(driven.observe({ kind: 'adopted', containers, sandboxEnded: true })).toEqual(['stop app 30']);
    expect(driven.task.stopCode).toBe('EssentialContainerExited');
  });
});

test('the end of a sandbox is nothing to a task that is stopping, or that had another', () => {
  const stopping = running();
  stopping.stop();
  const before = stopping.task;
  expect(stopping.observe(ended)).toEqual([]);
  expect(stopping.task).toBe(before);
  const other = running();
  expect(other.observe({ kind: 'sandbox-ended', runtimeId: 'another' })).toEqual([]);
  expect(other.task.desiredStatus).toBe('RUNNING');
});

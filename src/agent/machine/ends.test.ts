import { describe, expect, test } from 'vitest';

import {
  begun,
  type DrivenTask,
  snapshot as seenContainer,
} from '../../../test/support/agent/driven-task.ts';
import { containerPlan, taskRecord } from '../../../test/support/agent/tasks.ts';
import type { ContainerSnapshot } from '../backends/backend.ts';
import type { ContainerPlan } from '../model/task-plan.ts';
import type { TaskRecord } from '../model/task-record.ts';
import { requestStop } from './request-stop.ts';
import { step } from './step.ts';

const snapshot = (given: Partial<ContainerSnapshot>): ContainerSnapshot => ({
  runtimeId: 'id-app',
  engineName: 'app',
  taskArn: '',
  container: 'app',
  status: 'running',
  outOfMemory: false,
  bindings: [],
  createdAt: 1000,
  ...given,
});

/** The end as the `die` event alone tells it: without a start. */
const toldEnd = (finishedAt: number, exitCode = 1): ContainerSnapshot =>
  snapshot({ status: 'exited', exitCode, finishedAt });

const see = (task: TaskRecord, seen: ContainerSnapshot, now: number): TaskRecord =>
  step(task, { kind: 'seen', snapshot: seen }, now).task;

/** A task whose container has been created; its start is in flight. */
function created(given: Partial<ContainerPlan> = {}, others: readonly ContainerPlan[] = []): TaskRecord {
  const task = taskRecord([containerPlan({ name: 'app', ...given }), ...others]);
  return step(
    step(task, { kind: 'adopted', containers: [] }, 900).task,
    { kind: 'seen', snapshot: snapshot({ status: 'created' }) },
    1000,
  ).task;
}

describe('an end that is seen before the start', () => {
  test('is the end of a task that has run', () => {
    const task = see(created(), toldEnd(1500), 1510);
    expect(task).toMatchObject({ lastStatus: 'STOPPED', startedAt: 1500, executionStoppedAt: 1500 });
    expect(task).toMatchObject({ stoppingAt: 1510, stoppedAt: 1510, stopCode: 'EssentialContainerExited' });
  });

  test('does not make a task one that has run while another container had still to start', () => {
    const task = see(created({}, [containerPlan({ name: 'other' })]), toldEnd(1500), 1510);
    expect(task.desiredStatus).toBe('STOPPED');
    expect(task).not.toHaveProperty('startedAt');
  });

  test('does not count when the start came after the request to stop', () => {
    const stopping = requestStop(created(), { code: 'UserInitiated', reason: 'no' }, 1200);
    const started = see(stopping, snapshot({ startedAt: 1300 }), 1310);
    const task = see(started, toldEnd(1400), 1410);
    expect(task.lastStatus).toBe('STOPPED');
    expect(task).not.toHaveProperty('startedAt');
  });
});

describe('an end told by an event alone, with a restart policy', () => {
  const restartPolicy = { ignoredExitCodes: [], attemptPeriod: 0 };
  const running = (): TaskRecord => see(created({ restartPolicy }), snapshot({ startedAt: 1100 }), 1110);
  const restarted = (): TaskRecord =>
    see(see(running(), toldEnd(1500), 1510), snapshot({ startedAt: 1600 }), 1610);

  test('is answered once: the event that comes after the look changes nothing', () => {
    const looked = snapshot({ status: 'exited', exitCode: 1, startedAt: 1100, finishedAt: 1498 });
    const before = see(running(), looked, 1505);
    expect(before.containers[0]).toMatchObject({ known: 'RUNNING', pending: 'RUNNING', restartAfter: 1498 });
    expect(see(before, toldEnd(1500), 1510).containers).toEqual(before.containers);
  });

  test('is not taken for the end of the run that came after it', () => {
    expect(restarted().containers[0]).toMatchObject({ known: 'RUNNING', restarts: 1, restartedAt: 1600 });
    expect(see(restarted(), toldEnd(1500), 1620).containers).toEqual(restarted().containers);
  });

  test('ends the run after the restart', () => {
    const ended = see(restarted(), toldEnd(1700), 1710);
    expect(ended.containers[0]).toMatchObject({ known: 'RUNNING', restartAfter: 1700, restarts: 1 });
  });
});

describe('a start that the engine has not answered in time', () => {
  const reason = 'DockerTimeoutError: Could not transition to running; timed out after waiting 3m0s';
  const unanswered = (): DrivenTask => {
    const driven = begun([containerPlan({ name: 'app' })]);
    driven.pulled('app');
    driven.created('app');
    return driven;
  };
  const timeOut = (driven: DrivenTask): string[] => {
    const [name = '', message = ''] = reason.split(': ');
    return driven.observe({ kind: 'failed', container: 'app', effect: 'start', error: { name, message } });
  };

  test('is stopped, since it may have been carried out, and fails the task', () => {
    const driven = unanswered();
    expect(timeOut(driven)).toEqual(['stop app 30']);
    expect(driven.task).toMatchObject({ desiredStatus: 'STOPPED', stopCode: 'TaskFailedToStart' });
    driven.running('app');
    expect(driven.task.lastStatus).toBe('STOPPING');
    driven.exited('app', 143);
    expect(driven.task).toMatchObject({ lastStatus: 'STOPPED', containers: [{ exitCode: 143, reason }] });
  });

  test('has no exit code when it had not been', () => {
    const driven = unanswered();
    timeOut(driven);
    driven.observe({ kind: 'seen', snapshot: seenContainer({ container: 'app', status: 'created' }) });
    expect(driven.task).toMatchObject({ lastStatus: 'STOPPED', containers: [{ known: 'STOPPED', reason }] });
    expect(driven.state('app')).not.toHaveProperty('exitCode');
    expect(driven.task).not.toHaveProperty('startedAt');
  });

  test('of a container that nothing hangs on ends that container alone', () => {
    const driven = begun([containerPlan({ name: 'app', essential: false }), containerPlan({ name: 'main' })]);
    driven.up('main');
    driven.pulled('app');
    driven.created('app');
    expect(timeOut(driven)).toEqual(['stop app 30']);
    driven.observe({ kind: 'vanished', container: 'app' });
    expect(driven.task).toMatchObject({ lastStatus: 'RUNNING', desiredStatus: 'RUNNING' });
    expect(driven.state('app')).toMatchObject({ known: 'STOPPED', reason });
  });
});

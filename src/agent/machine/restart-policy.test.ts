import { describe, expect, test } from 'vitest';

import { type DrivenTask, begun, snapshot } from '../../../test/support/agent/driven-task.ts';
import { containerPlan } from '../../../test/support/agent/tasks.ts';
import type { ContainerPlan } from '../model/task-plan.ts';

const periodMs = 300_000;

/** A running container with a restart policy, that has run for its attempt period. */
function policed(
  given: { readonly ignoredExitCodes?: readonly number[]; readonly essential?: boolean } = {},
  others: readonly ContainerPlan[] = [],
): DrivenTask {
  const { ignoredExitCodes = [], essential = true } = given;
  const restartPolicy = { ignoredExitCodes, attemptPeriod: 300 };
  const driven = begun([containerPlan({ name: 'app', essential, restartPolicy }), ...others]);
  driven.up('app');
  driven.now += periodMs;
  return driven;
}

describe('a container with a restart policy is started again', () => {
  test.each([0, 1, 137])('after exit code %i', (exitCode) => {
    const driven = policed();
    expect(driven.exited('app', exitCode)).toEqual(['start app']);
    expect(driven.state('app')).toMatchObject({ known: 'RUNNING' });
    expect(driven.state('app')).not.toHaveProperty('exitCode');
    expect(driven.task).toMatchObject({ lastStatus: 'RUNNING', desiredStatus: 'RUNNING' });
  });

  test('as the same container: same id, same startedAt, one more restart, no new version', () => {
    const driven = policed();
    const { version } = driven.task;
    const { startedAt, runtimeId } = driven.state('app');
    driven.exited('app', 1);
    driven.now += 50;
    driven.running('app');
    expect(driven.state('app')).toMatchObject({ startedAt, runtimeId, restarts: 1, restartedAt: driven.now });
    expect(driven.task.version).toBe(version);
  });

  test('also when it is not essential', () => {
    const driven = policed({ essential: false }, [containerPlan({ name: 'keeper' })]);
    expect(driven.exited('app', 1)).toEqual(['start app']);
  });

  test('again and again, each period measured from the last restart', () => {
    const driven = policed();
    for (const restarts of [1, 2]) {
      expect(driven.exited('app', 1)).toEqual(['start app']);
      driven.now += 1;
      driven.running('app');
      expect(driven.state('app').restarts).toBe(restarts);
      if (restarts === 1) driven.now += periodMs;
    }
    driven.now += periodMs - 1;
    expect(driven.exited('app', 1)).toEqual([]);
    expect(driven.state('app')).toMatchObject({ known: 'STOPPED', exitCode: 1, restarts: 2 });
  });

  test('without its dependents being looked at again', () => {
    const dependsOn = [{ container: 'app', condition: 'START' }] as const;
    const driven = policed({}, [containerPlan({ name: 'web', dependsOn })]);
    driven.up('web');
    expect(driven.exited('app', 1)).toEqual(['start app']);
    expect(driven.running('app', { startedAt: driven.now + 1 })).toEqual([]);
    expect(driven.state('web').known).toBe('RUNNING');
  });
});

describe('it stays stopped', () => {
  test('when the exit code is ignored', () => {
    const driven = policed({ ignoredExitCodes: [0, 42] });
    expect(driven.exited('app', 42)).toEqual([]);
    expect(driven.state('app')).toMatchObject({ known: 'STOPPED', exitCode: 42 });
    expect(driven.task.stopCode).toBe('EssentialContainerExited');
  });

  test('when it had not run for the attempt period', () => {
    const driven = policed();
    driven.now -= 1;
    expect(driven.exited('app', 1)).toEqual([]);
    expect(driven.state('app').known).toBe('STOPPED');
  });

  test('when the exit code is not known', () => {
    const driven = policed();
    driven.observe({
      kind: 'seen',
      snapshot: snapshot({ container: 'app', status: 'exited', startedAt: 1000, finishedAt: driven.now }),
    });
    expect(driven.state('app').known).toBe('STOPPED');
  });

  test('when the task is to stop', () => {
    const driven = policed();
    expect(driven.stop()).toEqual(['stop app 30']);
    expect(driven.exited('app', 143)).toEqual([]);
    expect(driven.state('app')).toMatchObject({ known: 'STOPPED', exitCode: 143, restarts: 0 });
  });

  test('without a policy', () => {
    const driven = begun([containerPlan({ name: 'app' })]);
    driven.up('app');
    driven.now += periodMs;
    expect(driven.exited('app', 1)).toEqual([]);
    expect(driven.state('app').known).toBe('STOPPED');
  });
});

describe('while the restart is under way', () => {
  test('the exit that it answers, told again, changes nothing', () => {
    const driven = policed();
    driven.exited('app', 1);
    const before = driven.task;
    expect(driven.exited('app', 1)).toEqual([]);
    expect(driven.task.containers).toEqual(before.containers);
  });

  test('an end of the new run, seen before the start has answered, is that run’s end', () => {
    const driven = policed();
    driven.exited('app', 1);
    driven.now += 200;
    const startedAt = driven.now - 100;
    expect(driven.exited('app', 7, { startedAt })).toEqual([]);
    expect(driven.state('app')).toMatchObject({ known: 'STOPPED', exitCode: 7, restarts: 1 });
    // The late answer of the start call.
    expect(driven.running('app', { startedAt })).toEqual([]);
    expect(driven.task).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited' });
  });

  test('a start that fails ends the container', () => {
    const driven = policed();
    driven.exited('app', 1);
    driven.failed('app', 'start', 'gone');
    expect(driven.state('app')).toMatchObject({
      known: 'STOPPED',
      reason: 'CannotStartContainerError: gone',
    });
    // It has run before, so the task did not fail to start.
    expect(driven.task.stopCode).toBe('EssentialContainerExited');
  });

  test('StopTask awaits the start and then stops it', () => {
    const driven = policed();
    driven.exited('app', 1);
    expect(driven.stop()).toEqual([]);
    driven.now += 10;
    expect(driven.running('app')).toEqual(['stop app 30']);
  });

  test('Longshore may be killed: it then asks for the start again', () => {
    const driven = policed();
    driven.exited('app', 1);
    const ended = snapshot({
      container: 'app',
      status: 'exited',
      exitCode: 1,
      startedAt: 1000,
      finishedAt: driven.now,
    });
    expect(driven.adopt(ended)).toEqual(['start app']);
  });

  test('Longshore may be killed and the task stopped: the exit is its last', () => {
    const driven = policed();
    driven.exited('app', 1);
    const ended = snapshot({
      container: 'app',
      status: 'exited',
      exitCode: 1,
      startedAt: 1000,
      finishedAt: driven.now,
    });
    driven.stop();
    const asked = driven.adopt(ended);
    // Whether it is believed at once or after a stop that finds it ended, the task must end.
    if (asked.length > 0) driven.observe({ kind: 'seen', snapshot: ended });
    expect(driven.state('app')).toMatchObject({ known: 'STOPPED', exitCode: 1 });
    expect(driven.task.lastStatus).toBe('STOPPED');
  });
});

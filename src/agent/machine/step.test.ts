import { describe, expect, test } from 'vitest';

import { DrivenTask, begun, snapshot } from '../../../test/support/agent/driven-task.ts';
import { containerPlan } from '../../../test/support/agent/tasks.ts';
import type { DependencyCondition } from '../model/task-plan.ts';

const app = containerPlan({ name: 'app' });
const side = containerPlan({ name: 'side', essential: false, stopTimeout: 5 });

const after = (
  name: string,
  container: string,
  condition: DependencyCondition = 'START',
): ReturnType<typeof containerPlan> => containerPlan({ name, dependsOn: [{ container, condition }] });

describe('independent containers', () => {
  test('go side by side, each at its own pace', () => {
    const driven = new DrivenTask([app, side]);
    expect(driven.adopt()).toEqual(['pull app', 'pull side']);
    expect(driven.pulled('side')).toEqual(['create side']);
    expect(driven.created('side')).toEqual(['start side']);
    expect(driven.pulled('app')).toEqual(['create app']);
  });

  test('are stopped side by side, each with its own stopTimeout', () => {
    const driven = begun([app, side]);
    driven.up('app', 'side');
    expect(driven.stop()).toEqual(['stop app 30', 'stop side 5']);
  });

  test('are asked for once', () => {
    const driven = begun([app]);
    expect(driven.later(1000)).toEqual([]);
    driven.pulled('app');
    expect(driven.later(1000)).toEqual([]);
    expect(driven.pulled('app')).toEqual([]);
  });
});

describe('the order of stopping', () => {
  test('is that of starting, backwards: what is depended on outlives its dependents', () => {
    const driven = begun([containerPlan({ name: 'db' }), after('api', 'db'), after('web', 'api')]);
    driven.up('db', 'api', 'web');
    expect(driven.stop()).toEqual(['stop web 30']);
    expect(driven.exited('web', 143)).toEqual(['stop api 30']);
    expect(driven.exited('api', 143)).toEqual(['stop db 30']);
    driven.exited('db', 143);
    expect(driven.task.lastStatus).toBe('STOPPED');
  });

  test('waits for every dependent', () => {
    const driven = begun([containerPlan({ name: 'db' }), after('api', 'db'), after('web', 'db')]);
    driven.up('db', 'api', 'web');
    expect(driven.stop()).toEqual(['stop api 30', 'stop web 30']);
    expect(driven.exited('web', 143)).toEqual([]);
    expect(driven.exited('api', 143)).toEqual(['stop db 30']);
  });

  test('heeds only those that depend on a container themselves, as in the agent', () => {
    const driven = begun([containerPlan({ name: 'db' }), after('api', 'db'), after('web', 'api')]);
    driven.up('db', 'api', 'web');
    expect(driven.exited('api', 1)).toEqual(['stop db 30', 'stop web 30']);
  });
});

describe('StopTask', () => {
  test('before anything has happened ends the task at once', () => {
    const driven = new DrivenTask([app]);
    expect(driven.stop()).toEqual([]);
    expect(driven.task).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'UserInitiated' });
  });

  test('during a pull abandons it and does not wait', () => {
    const driven = begun([app]);
    expect(driven.stop()).toEqual(['cancel app']);
    expect(driven.task.lastStatus).toBe('STOPPED');
    // The answer of the abandoned pull, whichever it is, comes too late.
    expect(driven.pulled('app')).toEqual([]);
    expect(driven.failed('app', 'pull')).toEqual([]);
    expect(driven.state('app')).toMatchObject({ known: 'STOPPED' });
    expect(driven.state('app')).not.toHaveProperty('reason');
  });

  test('during a creation waits for what comes of it, and starts nothing', () => {
    const driven = begun([app]);
    driven.pulled('app');
    expect(driven.stop()).toEqual([]);
    expect(driven.task.lastStatus).toBe('STOPPING');
    expect(driven.created('app')).toEqual([]);
    expect(driven.state('app')).toMatchObject({ known: 'STOPPED', runtimeId: 'id-app' });
    expect(driven.task.lastStatus).toBe('STOPPED');
  });

  test('during a creation that fails', () => {
    const driven = begun([app]);
    driven.pulled('app');
    driven.stop();
    driven.failed('app', 'create');
    expect(driven.task).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'UserInitiated' });
  });

  test('during a start waits for it and then stops the container', () => {
    const driven = begun([app]);
    driven.pulled('app');
    driven.created('app');
    expect(driven.stop()).toEqual([]);
    expect(driven.running('app')).toEqual(['stop app 30']);
    expect(driven.task.lastStatus).toBe('STOPPING');
  });

  test('leaves the containers RUNNING until the engine says that they have ended', () => {
    const driven = begun([app]);
    driven.up('app');
    driven.stop();
    expect(driven.state('app').known).toBe('RUNNING');
    expect(driven.running('app')).toEqual([]);
    driven.exited('app', 137);
    expect(driven.state('app')).toMatchObject({ known: 'STOPPED', exitCode: 137 });
  });
});

describe('a stop that fails', () => {
  test('is tried five times, later and later, and then given up', () => {
    const driven = begun([app]);
    driven.up('app');
    driven.stop();
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      expect(driven.failed('app', 'stop')).toEqual([]);
      const wait = (driven.wakeAt ?? NaN) - driven.now;
      waits.push(wait);
      expect(driven.later(wait - 1)).toEqual([]);
      expect(driven.later(1)).toEqual(['stop app 30']);
    }
    expect(waits).toEqual(waits.toSorted((one, other) => one - other));
    expect(driven.failed('app', 'stop', 'deaf')).toEqual([]);
    expect(driven.state('app')).toMatchObject({
      known: 'STOPPED',
      reason: 'CannotStopContainerError: deaf',
    });
    expect(driven.task).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'UserInitiated' });
  });

  test('does not matter when the container ends in between', () => {
    const driven = begun([app]);
    driven.up('app');
    driven.stop();
    driven.failed('app', 'stop');
    expect(driven.exited('app', 143)).toEqual([]);
    expect(driven.state('app')).toMatchObject({ known: 'STOPPED', exitCode: 143 });
    expect(driven.wakeAt).toBeUndefined();
  });
});

describe('a kill', () => {
  test('gives no grace and heeds no order', () => {
    const driven = begun([containerPlan({ name: 'db' }), after('api', 'db')]);
    driven.up('db', 'api');
    expect(driven.stop()).toEqual(['stop api 30']);
    expect(driven.observe({ kind: 'kill-requested' })).toEqual(['stop db 0', 'stop api 0']);
  });

  test('does not wait for the next attempt to stop a container', () => {
    const driven = begun([app]);
    driven.up('app');
    driven.stop();
    driven.failed('app', 'stop');
    expect(driven.observe({ kind: 'kill-requested' })).toEqual(['stop app 0']);
  });
});

describe('adoption', () => {
  test('of a new task begins it', () => {
    expect(new DrivenTask([app]).adopt()).toEqual(['pull app']);
  });

  test('forgets what was in flight and asks again for what is missing', () => {
    const driven = begun([app, side]);
    driven.pulled('app');
    driven.pulled('side');
    driven.created('side');
    const made = snapshot({ container: 'side', status: 'created' });
    expect(driven.adopt(made)).toEqual(['create app', 'start side']);
  });

  test('takes what had happened meanwhile as it finds it', () => {
    const driven = begun([app]);
    driven.pulled('app');
    const found = snapshot({ container: 'app', status: 'running', startedAt: 900 });
    expect(driven.adopt(found)).toEqual([]);
    expect(driven.state('app')).toMatchObject({ known: 'RUNNING', startedAt: 900, runtimeId: 'id-app' });
    expect(driven.task.lastStatus).toBe('RUNNING');
  });

  test('finds an end that nobody saw', () => {
    const driven = begun([app]);
    driven.up('app');
    driven.now = 9000;
    const ended = snapshot({
      container: 'app',
      status: 'exited',
      exitCode: 3,
      startedAt: 1000,
      finishedAt: 4000,
    });
    driven.adopt(ended);
    expect(driven.state('app')).toMatchObject({ known: 'STOPPED', exitCode: 3, finishedAt: 4000 });
    expect(driven.task).toMatchObject({ stopCode: 'EssentialContainerExited', executionStoppedAt: 4000 });
  });

  test('counts a container that is gone as vanished, but not one that was never made', () => {
    const driven = begun([containerPlan({ name: 'app' }), side]);
    driven.up('side');
    driven.adopt();
    expect(driven.state('side').reason).toMatch(/^ContainerVanishedError: /);
    expect(driven.state('app')).toMatchObject({ known: 'NONE', pending: 'PULLED' });
  });

  test('goes on with a stop', () => {
    const driven = begun([app]);
    driven.up('app');
    driven.stop();
    const running = snapshot({ container: 'app', status: 'running', startedAt: 1000 });
    expect(driven.adopt(running)).toEqual(['stop app 30']);
  });

  test('goes on with a stage', () => {
    const driven = new DrivenTask([app], { stages: ['provision', 'deprovision'] });
    expect(driven.adopt()).toEqual(['stage provision']);
    expect(driven.adopt()).toEqual(['stage provision']);
  });

  test('begins the attempts to stop a container at once, not after the rest of a wait', () => {
    const driven = begun([app]);
    driven.up('app');
    driven.stop();
    driven.failed('app', 'stop');
    const running = snapshot({ container: 'app', status: 'running', startedAt: 1000 });
    expect(driven.adopt(running)).toEqual(['stop app 30']);
  });
});

describe('what the engine says', () => {
  test('of a container of another life is not of this one', () => {
    const driven = begun([app]);
    driven.up('app');
    const other = snapshot({ container: 'app', status: 'exited', exitCode: 1, runtimeId: 'id-before' });
    driven.observe({ kind: 'seen', snapshot: other });
    expect(driven.state('app').known).toBe('RUNNING');
  });

  test('does not wake the dead', () => {
    const driven = begun([app]);
    driven.up('app');
    driven.exited('app', 1);
    expect(driven.running('app')).toEqual([]);
    expect(driven.state('app')).toMatchObject({ known: 'STOPPED', exitCode: 1 });
  });

  test('of ports and digests is kept', () => {
    const driven = begun([app]);
    driven.observe({
      kind: 'pulled',
      container: 'app',
      imageId: 'sha256:1',
      imageDigest: 'sha256:2',
      pulled: true,
    });
    driven.created('app');
    const bindings = [{ bindIP: '0.0.0.0', containerPort: 80, hostPort: 49_154, protocol: 'tcp' }] as const;
    driven.running('app', { bindings });
    driven.exited('app', 0);
    expect(driven.state('app')).toMatchObject({ imageDigest: 'sha256:2', networkBindings: bindings });
  });
});

describe('the version', () => {
  const grows = (driven: DrivenTask, act: () => unknown): number => {
    const { version } = driven.task;
    act();
    return driven.task.version - version;
  };

  test('grows by one with each change that an event is sent for', () => {
    const driven = begun([app]);
    expect(grows(driven, () => driven.pulled('app'))).toBe(0);
    expect(grows(driven, () => driven.created('app'))).toBe(0);
    expect(grows(driven, () => driven.running('app'))).toBe(1);
    expect(grows(driven, () => driven.running('app', { health: 'HEALTHY' }))).toBe(0);
    expect(grows(driven, () => driven.exited('app', 0))).toBe(1);
  });

  test('does not grow when nothing is new', () => {
    const driven = begun([app]);
    driven.up('app');
    expect(grows(driven, () => driven.running('app'))).toBe(0);
    expect(grows(driven, () => driven.later(60_000))).toBe(0);
    const found = snapshot({ container: 'app', status: 'running', startedAt: 1000 });
    expect(grows(driven, () => driven.adopt(found))).toBe(0);
    driven.exited('app', 0);
    expect(grows(driven, () => driven.exited('app', 0))).toBe(0);
  });
});

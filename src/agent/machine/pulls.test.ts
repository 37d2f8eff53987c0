import { describe, expect, test } from 'vitest';

import { begun } from '../../../test/support/agent/driven-task.ts';
import { containerPlan } from '../../../test/support/agent/tasks.ts';
import type { Observation } from './observation.ts';

const app = containerPlan({ name: 'app' });
const side = containerPlan({ name: 'side', essential: false });

const failed = (given: Pick<Observation & { kind: 'failed' }, 'pulled' | 'endsTask'>): Observation => ({
  kind: 'failed',
  container: 'side',
  effect: 'pull',
  error: { name: 'CannotPullContainerError', message: 'no' },
  ...given,
});

describe('a pull that fails', () => {
  test('of a container that is not essential leaves the task alone', () => {
    const driven = begun([app, side]);
    expect(driven.observe(failed({ pulled: true, endsTask: false }))).toEqual([]);
    expect(driven.task.desiredStatus).toBe('RUNNING');
    expect(driven.state('side')).toMatchObject({
      known: 'STOPPED',
      reason: 'CannotPullContainerError: no',
    });
  });

  test('under always and once ends the task all the same, and the pulls of the others', () => {
    const driven = begun([app, side]);
    expect(driven.observe(failed({ pulled: true, endsTask: true }))).toEqual(['cancel app']);
    expect(driven.task).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'TaskFailedToStart',
      stoppedReason: 'Task failed to start',
    });
  });

  test('and is no longer waited for ends nothing', () => {
    const driven = begun([app, side]);
    driven.pulled('side');
    driven.created('side');
    driven.running('side');
    driven.observe(failed({ pulled: true, endsTask: true }));
    expect(driven.task.desiredStatus).toBe('RUNNING');
    expect(driven.state('side').known).toBe('RUNNING');
  });
});

describe('the times of pulls', () => {
  test('are the begin of the first and the end of the last, however that one ended', () => {
    const driven = begun([app, side]);
    driven.now = 2000;
    driven.observe({ kind: 'pulling', container: 'app' });
    driven.now = 3000;
    driven.observe({ kind: 'pulling', container: 'side' });
    driven.now = 4000;
    driven.pulled('app');
    expect(driven.task).toMatchObject({ pullStartedAt: 2000, pullStoppedAt: 4000 });
    driven.now = 5000;
    driven.observe(failed({ pulled: true }));
    expect(driven.task).toMatchObject({ pullStartedAt: 2000, pullStoppedAt: 5000 });
  });

  test('are not there when nothing was pulled', () => {
    const driven = begun([app, side]);
    driven.observe({ kind: 'pulled', container: 'app', imageId: 'sha256:1', pulled: false });
    driven.observe(failed({ pulled: false }));
    expect(driven.task).not.toHaveProperty('pullStartedAt');
    expect(driven.task).not.toHaveProperty('pullStoppedAt');
  });
});

import { describe, expect, test } from 'vitest';

import { begun } from '../../../test/support/agent/driven-task.ts';
import { containerPlan } from '../../../test/support/agent/tasks.ts';

const app = containerPlan({ name: 'app' });
const networks = [{ name: 'bridge', ipv4: '172.17.0.2' }];
const mounts = [{ source: '/a', destination: '/b' }];

describe('what the engine tells of a container', () => {
  test('stays when the engine tells less: by an event, or of a container that has ended', () => {
    const driven = begun([app]);
    driven.up('app');
    driven.running('app', { networks, mounts });
    driven.running('app');
    driven.exited('app', 0);
    expect(driven.state('app')).toMatchObject({ networks, mounts, known: 'STOPPED' });
  });

  test('is that of the last run', () => {
    const driven = begun([app]);
    driven.up('app');
    driven.running('app', { networks });
    const moved = [{ name: 'bridge', ipv4: '172.17.0.9' }];
    driven.running('app', { networks: moved });
    expect(driven.state('app').networks).toEqual(moved);
  });
});

describe('the check of a health status', () => {
  test('is the one that brought it about, until the status changes', () => {
    const driven = begun([app]);
    driven.up('app');
    driven.now = 5000;
    driven.running('app', { health: 'HEALTHY', healthCheck: { output: 'first', exitCode: 0 } });
    driven.now = 6000;
    driven.running('app', { health: 'HEALTHY', healthCheck: { output: 'second', exitCode: 0 } });
    expect(driven.state('app').healthReport).toEqual({ since: 5000, output: 'first', exitCode: 0 });
    driven.running('app', { health: 'UNHEALTHY', healthCheck: { output: 'third', exitCode: 1 } });
    expect(driven.state('app')).toMatchObject({
      health: 'UNHEALTHY',
      healthReport: { since: 6000, output: 'third', exitCode: 1 },
    });
  });
});

import { describe, expect, test } from 'vitest';
import { errorOf, testEcs } from '../../../../test/support/ecs.ts';

describe('UpdateCluster', () => {
  test('replaces what is given and keeps the rest', () => {
    const ecs = testEcs();
    const configuration = { executeCommandConfiguration: { logging: 'NONE' as const } };
    ecs.call('CreateCluster', { clusterName: 'web', configuration });
    const settings = [{ name: 'containerInsights' as const, value: 'enabled' }];
    expect(ecs.call('UpdateCluster', { cluster: 'web', settings }).cluster).toMatchObject({
      settings,
      configuration,
    });
    const [described] =
      ecs.call('DescribeClusters', { clusters: ['web'], include: ['SETTINGS'] }).clusters ?? [];
    expect(described?.settings).toEqual(settings);
  });

  test('does not know a cluster that is not there, and leaves a deleted one alone', () => {
    const ecs = testEcs();
    expect(errorOf(() => ecs.call('UpdateCluster', { cluster: 'web' }))).toEqual({
      code: 'ClusterNotFoundException',
      message: 'Cluster not found.',
    });
    ecs.call('CreateCluster', { clusterName: 'web' });
    ecs.call('DeleteCluster', { cluster: 'web' });
    expect(errorOf(() => ecs.call('UpdateCluster', { cluster: 'web' }))).toEqual({
      code: 'InvalidParameterException',
      message: 'The specified cluster is inactive. Specify an active cluster and try again.',
    });
  });

  test('refuses a setting that there is not, and logging without its place', () => {
    const ecs = testEcs();
    const code = (input: object): string =>
      errorOf(() => ecs.call('UpdateCluster', { cluster: 'default', ...input })).code;
    expect(code({ settings: [{ name: 'containerInsights', value: 'on' }] })).toBe(
      'InvalidParameterException',
    );
    expect(code({ configuration: { executeCommandConfiguration: { logging: 'OVERRIDE' } } })).toBe(
      'InvalidParameterException',
    );
  });

  test('needs a cluster', () => {
    expect(errorOf(() => testEcs().send('UpdateCluster', {})).message).toContain("'cluster'");
  });
});

import { describe, expect, test } from 'vitest';
import { errorOf, testEcs } from '../../../../test/support/ecs.ts';

const notIdempotent = {
  code: 'InvalidParameterException',
  message:
    'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).',
};

describe('CreateCluster', () => {
  test('answers an ACTIVE cluster with every default', () => {
    expect(testEcs().call('CreateCluster', { clusterName: 'web' })).toEqual({
      cluster: {
        clusterArn: 'arn:aws:ecs:us-east-1:000000000000:cluster/web',
        clusterName: 'web',
        status: 'ACTIVE',
        registeredContainerInstancesCount: 0,
        runningTasksCount: 0,
        pendingTasksCount: 0,
        activeServicesCount: 0,
        statistics: [],
        tags: [],
        settings: [{ name: 'containerInsights', value: 'disabled' }],
        capacityProviders: [],
        defaultCapacityProviderStrategy: [],
      },
    });
  });

  test('is named default when nothing is said', () => {
    expect(testEcs().call('CreateCluster', {}).cluster?.clusterName).toBe('default');
  });

  test('keeps settings, configuration, tags and capacity providers', () => {
    const configuration = { executeCommandConfiguration: { logging: 'DEFAULT' as const } };
    const { cluster } = testEcs().call('CreateCluster', {
      clusterName: 'web',
      settings: [{ name: 'containerInsights', value: 'enhanced' }],
      configuration,
      tags: [{ key: 'team', value: 'a' }],
      capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
      defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 2 }],
    });
    expect(cluster).toMatchObject({
      settings: [{ name: 'containerInsights', value: 'enhanced' }],
      configuration,
      tags: [{ key: 'team', value: 'a' }],
      capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
      defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 2, base: 0 }],
    });
  });

  test('answers the same cluster again, and refuses other arguments', () => {
    const ecs = testEcs();
    const request = { clusterName: 'web', tags: [{ key: 'a', value: '1' }] };
    const first = ecs.call('CreateCluster', request);
    expect(ecs.call('CreateCluster', request)).toEqual(first);
    for (const other of [
      { settings: [{ name: 'containerInsights' as const, value: 'enabled' }] },
      { tags: [{ key: 'a', value: '2' }] },
      { capacityProviders: ['FARGATE'] },
      { configuration: { executeCommandConfiguration: { logging: 'NONE' as const } } },
    ]) {
      expect(errorOf(() => ecs.call('CreateCluster', { clusterName: 'web', ...other }))).toEqual(
        notIdempotent,
      );
    }
  });

  test('takes arguments for the default cluster that was there by itself, once', () => {
    const ecs = testEcs();
    ecs.call('ListClusters', {});
    const tags = [{ key: 'a', value: '1' }];
    expect(ecs.call('CreateCluster', { tags }).cluster?.tags).toEqual(tags);
    expect(errorOf(() => ecs.call('CreateCluster', { tags: [] }))).toEqual(notIdempotent);
  });

  test('uses the name of a deleted cluster again, with nothing of the old one', () => {
    const ecs = testEcs();
    ecs.call('CreateCluster', { clusterName: 'web', tags: [{ key: 'a', value: '1' }] });
    ecs.call('DeleteCluster', { cluster: 'web' });
    expect(ecs.call('CreateCluster', { clusterName: 'web' }).cluster).toMatchObject({
      status: 'ACTIVE',
      tags: [],
    });
  });

  test.each([
    ['a space', { clusterName: 'a b' }, 'Cluster must match ^[a-zA-Z0-9\\-_]{1,255}$, but was a b'],
    [
      'an unknown provider',
      { clusterName: 'web', capacityProviders: ['mine'] },
      'The specified capacity provider was not found. Specify a valid capacity provider and try again.',
    ],
    [
      'a strategy beyond its providers',
      { clusterName: 'web', defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE' }] },
      'The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster or specify a valid capacity provider and try again.',
    ],
  ])('refuses %s', (_, input, message) => {
    expect(errorOf(() => testEcs().call('CreateCluster', input))).toEqual({
      code: 'InvalidParameterException',
      message,
    });
  });

  test('says what it cannot do instead of ignoring it', () => {
    const serviceConnectDefaults = { namespace: 'local' };
    expect(errorOf(() => testEcs().call('CreateCluster', { serviceConnectDefaults }))).toEqual({
      code: 'ClientException',
      message: 'serviceConnectDefaults is not supported by this version of Longshore.',
    });
  });

  test('refuses a name that is no text', () => {
    expect(errorOf(() => testEcs().send('CreateCluster', { clusterName: 1 })).code).toBe(
      'SerializationException',
    );
  });
});

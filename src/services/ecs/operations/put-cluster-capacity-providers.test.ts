import { describe, expect, test } from 'vitest';
import { errorOf, testEcs } from '../../../../test/support/ecs.ts';

describe('PutClusterCapacityProviders', () => {
  test('replaces providers and strategy', () => {
    const ecs = testEcs();
    ecs.call('CreateCluster', { clusterName: 'web', capacityProviders: ['FARGATE', 'FARGATE_SPOT'] });
    const { cluster } = ecs.call('PutClusterCapacityProviders', {
      cluster: 'web',
      capacityProviders: ['FARGATE'],
      defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE', base: 1 }],
    });
    expect(cluster).toMatchObject({
      capacityProviders: ['FARGATE'],
      defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE', base: 1, weight: 0 }],
    });
  });

  test('does not take away what tasks run on', () => {
    const ecs = testEcs();
    ecs.call('CreateCluster', { clusterName: 'web', capacityProviders: ['FARGATE'] });
    ecs.call('RegisterTaskDefinition', {
      family: 'app',
      containerDefinitions: [{ name: 'app', image: 'busybox', memory: 64 }],
    });
    const [task] = ecs.call('RunTask', { cluster: 'web', taskDefinition: 'app' }).tasks ?? [];
    const record = ecs.tables.tasks.get(task?.taskArn ?? '');
    if (record === undefined) throw new Error('no task');
    ecs.observe(record.arn, { request: { ...record.request, capacityProviderName: 'FARGATE' } });
    const none = { cluster: 'web', capacityProviders: [], defaultCapacityProviderStrategy: [] };
    expect(errorOf(() => ecs.call('PutClusterCapacityProviders', none))).toEqual({
      code: 'ResourceInUseException',
      message: 'The specified capacity provider is in use and cannot be removed.',
    });
    ecs.call('StopTask', { cluster: 'web', task: record.arn });
    expect(ecs.call('PutClusterCapacityProviders', none).cluster?.capacityProviders).toEqual([]);
  });

  test('refuses unknown providers, and needs both lists', () => {
    const mine = { cluster: 'default', capacityProviders: ['mine'], defaultCapacityProviderStrategy: [] };
    expect(errorOf(() => testEcs().call('PutClusterCapacityProviders', mine)).message).toBe(
      'The specified capacity provider was not found. Specify a valid capacity provider and try again.',
    );
    expect(
      errorOf(() =>
        testEcs().send('PutClusterCapacityProviders', { cluster: 'default', capacityProviders: [] }),
      ).message,
    ).toContain("'defaultCapacityProviderStrategy'");
  });
});

import { describe, expect, test } from 'vitest';
import { errorOf, testEcs } from '../../../../test/support/ecs.ts';

describe('DescribeClusters', () => {
  test('tells of the default cluster when none is named', () => {
    const { clusters, failures } = testEcs().call('DescribeClusters', {});
    expect(clusters?.map(({ clusterName }) => clusterName)).toEqual(['default']);
    expect(failures).toEqual([]);
  });

  test('takes names and ARNs, each cluster once, and names what is missing by its ARN', () => {
    const ecs = testEcs();
    const arn = ecs.call('CreateCluster', { clusterName: 'web' }).cluster?.clusterArn ?? '';
    const { clusters, failures } = ecs.call('DescribeClusters', { clusters: ['web', arn, 'nope'] });
    expect(clusters?.map(({ clusterName }) => clusterName)).toEqual(['web']);
    expect(failures).toEqual([{ arn: 'arn:aws:ecs:us-east-1:000000000000:cluster/nope', reason: 'MISSING' }]);
  });

  test('leaves out what is not included', () => {
    const ecs = testEcs();
    const configuration = { executeCommandConfiguration: { logging: 'NONE' as const } };
    const tags = [{ key: 'a', value: '1' }];
    ecs.call('CreateCluster', { clusterName: 'web', tags, configuration });
    const bare = ecs.call('DescribeClusters', { clusters: ['web'] }).clusters?.[0];
    expect(bare).toMatchObject({ statistics: [], tags: [], settings: [] });
    expect(bare).not.toHaveProperty('configuration');
    expect(bare).not.toHaveProperty('attachments');
    const whole = ecs.call('DescribeClusters', {
      clusters: ['web'],
      include: ['ATTACHMENTS', 'CONFIGURATIONS', 'SETTINGS', 'STATISTICS', 'TAGS'],
    }).clusters?.[0];
    expect(whole).toMatchObject({
      attachments: [],
      configuration,
      tags,
      settings: [{ name: 'containerInsights', value: 'disabled' }],
    });
  });

  test('counts the tasks that run and those on their way', () => {
    const ecs = testEcs();
    ecs.call('RegisterTaskDefinition', {
      family: 'app',
      containerDefinitions: [{ name: 'app', image: 'busybox', memory: 64 }],
    });
    const { tasks = [] } = ecs.call('RunTask', { taskDefinition: 'app', count: 3 });
    const [first, second] = tasks.map(({ taskArn = '' }) => taskArn);
    ecs.observe(first ?? '', { lastStatus: 'RUNNING' });
    ecs.observe(second ?? '', { lastStatus: 'STOPPED', desiredStatus: 'STOPPED' });
    const [cluster] = ecs.call('DescribeClusters', { include: ['STATISTICS'] }).clusters ?? [];
    expect(cluster).toMatchObject({ runningTasksCount: 1, pendingTasksCount: 1 });
    expect(cluster?.statistics).toContainEqual({ name: 'runningEC2TasksCount', value: '1' });
    expect(cluster?.statistics).toContainEqual({ name: 'pendingEC2TasksCount', value: '1' });
    expect(cluster?.statistics).toContainEqual({ name: 'runningFargateTasksCount', value: '0' });
  });

  test('still tells of a deleted cluster', () => {
    const ecs = testEcs();
    ecs.call('CreateCluster', { clusterName: 'web' });
    ecs.call('DeleteCluster', { cluster: 'web' });
    expect(ecs.call('DescribeClusters', { clusters: ['web'] }).clusters?.[0]?.status).toBe('INACTIVE');
  });

  test('keeps accounts and regions apart', () => {
    const ecs = testEcs();
    ecs.call('CreateCluster', { clusterName: 'web' });
    for (const caller of [{ account: '111122223333' }, { region: 'eu-west-1' }]) {
      const other = ecs.as(caller).call('DescribeClusters', { clusters: ['web'] });
      expect(other.clusters).toEqual([]);
      expect(other.failures?.[0]?.reason).toBe('MISSING');
    }
  });

  test.each([
    [['"web"'], 'Cluster must match ^[a-zA-Z0-9\\-_]{1,255}$, but was "web"'],
    [['"arn:aws:ecs:us-east-1:000000000000:cluster/web"'], 'Unsupported resource type: cluster'],
    [[''], 'Clusters can not be blank.'],
    [Array.from({ length: 101 }, (_, index) => `c${index}`), 'clusters can have at most 100 items.'],
  ])('refuses %j', (clusters, message) => {
    expect(errorOf(() => testEcs().call('DescribeClusters', { clusters }))).toEqual({
      code: 'InvalidParameterException',
      message,
    });
  });

  test('refuses to include what there is not', () => {
    const error = errorOf(() => testEcs().send('DescribeClusters', { include: ['EVERYTHING'] }));
    expect(error.code).toBe('InvalidParameterException');
    expect(error.message).toContain('Member must satisfy enum value set');
  });
});

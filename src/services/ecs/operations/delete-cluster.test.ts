import { describe, expect, test } from 'vitest';
import { errorOf, testEcs } from '../../../../test/support/ecs.ts';

describe('DeleteCluster', () => {
  test('answers the cluster, INACTIVE', () => {
    const ecs = testEcs();
    ecs.call('CreateCluster', { clusterName: 'web' });
    expect(ecs.call('DeleteCluster', { cluster: 'web' }).cluster).toMatchObject({
      clusterName: 'web',
      status: 'INACTIVE',
    });
    expect(ecs.call('DeleteCluster', { cluster: 'web' }).cluster?.status).toBe('INACTIVE');
  });

  test('leaves a cluster with tasks alone until they have stopped', () => {
    const ecs = testEcs();
    ecs.call('RegisterTaskDefinition', {
      family: 'app',
      containerDefinitions: [{ name: 'app', image: 'busybox', memory: 64 }],
    });
    const task = ecs.call('RunTask', { taskDefinition: 'app' }).tasks?.[0]?.taskArn ?? '';
    ecs.call('StopTask', { task });
    expect(errorOf(() => ecs.call('DeleteCluster', { cluster: 'default' }))).toEqual({
      code: 'ClusterContainsTasksException',
      message: 'The Cluster cannot be deleted while Tasks are active.',
    });
    ecs.observe(task, { lastStatus: 'STOPPED' });
    expect(ecs.call('DeleteCluster', { cluster: 'default' }).cluster?.status).toBe('INACTIVE');
    expect(ecs.call('ListClusters', {}).clusterArns).toEqual([]);
  });

  test('does not know a cluster that is not there', () => {
    const otherAccount = 'arn:aws:ecs:us-east-1:111122223333:cluster/default';
    for (const cluster of ['web', otherAccount]) {
      expect(errorOf(() => testEcs().call('DeleteCluster', { cluster })).code).toBe(
        'ClusterNotFoundException',
      );
    }
  });
});

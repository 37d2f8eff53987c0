import { describe, expect, test } from 'vitest';
import { errorOf, testEcs } from '../../../../test/support/ecs.ts';

const arn = (name: string): string => `arn:aws:ecs:us-east-1:000000000000:cluster/${name}`;

describe('ListClusters', () => {
  test('shows the default cluster of each account and region', () => {
    const ecs = testEcs();
    expect(ecs.call('ListClusters', {})).toEqual({ clusterArns: [arn('default')] });
    expect(ecs.as({ account: '111122223333', region: 'cn-north-1' }).call('ListClusters', {})).toEqual({
      clusterArns: ['arn:aws-cn:ecs:cn-north-1:111122223333:cluster/default'],
    });
  });

  test('pages by name, and hides what was deleted', () => {
    const ecs = testEcs();
    for (const clusterName of ['c', 'a', 'b', 'gone']) ecs.call('CreateCluster', { clusterName });
    ecs.call('DeleteCluster', { cluster: 'gone' });
    const first = ecs.call('ListClusters', { maxResults: 3 });
    expect(first.clusterArns).toEqual([arn('a'), arn('b'), arn('c')]);
    const { nextToken = '' } = first;
    expect(ecs.call('ListClusters', { maxResults: 3, nextToken })).toEqual({ clusterArns: [arn('default')] });
    expect(errorOf(() => ecs.call('ListClusters', { nextToken: 'x' })).code).toBe(
      'InvalidParameterException',
    );
  });

  test.each([0, 101])('refuses pages of %i', (maxResults) => {
    expect(errorOf(() => testEcs().call('ListClusters', { maxResults })).code).toBe(
      'InvalidParameterException',
    );
  });
});

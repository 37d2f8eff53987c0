import { describe, expect, test } from 'vitest';
import { errorOf, testEcs } from '../../../../test/support/ecs.ts';

const scope = 'arn:aws:ecs:us-east-1:000000000000';

describe('ListTagsForResource', () => {
  test('lists the tags that a resource was made with', () => {
    const ecs = testEcs();
    const tags = [{ key: 'a', value: '1' }];
    ecs.call('CreateCluster', { clusterName: 'web', tags });
    expect(ecs.call('ListTagsForResource', { resourceArn: `${scope}:cluster/web` })).toEqual({ tags });
    expect(ecs.call('ListTagsForResource', { resourceArn: `${scope}:cluster/default` })).toEqual({
      tags: [],
    });
  });

  test('names what is not there, with the classes that it models', () => {
    const error = (resourceArn: string): object =>
      errorOf(() => testEcs().call('ListTagsForResource', { resourceArn }));
    expect(error(`${scope}:cluster/web`)).toEqual({
      code: 'ClusterNotFoundException',
      message: 'Cluster not found.',
    });
    expect(error(`${scope}:task-definition/app:1`)).toEqual({
      code: 'InvalidParameterException',
      message: 'The specified task definition was not found. Specify a valid task definition and try again.',
    });
    expect(error(`${scope}:service/web`)).toEqual({
      code: 'InvalidParameterException',
      message: 'Long arn format must be used for tagging operations',
    });
  });
});

import { describe, expect, test } from 'vitest';
import { errorOf, testEcs } from '../../../../test/support/ecs.ts';

const resourceArn = 'arn:aws:ecs:us-east-1:000000000000:cluster/default';

describe('UntagResource', () => {
  test('removes tags by key; others and unknown ones do not matter', () => {
    const ecs = testEcs();
    const tags = ['a', 'b', 'c'].map((key) => ({ key, value: '' }));
    ecs.call('TagResource', { resourceArn, tags });
    expect(ecs.call('UntagResource', { resourceArn, tagKeys: ['a', 'c', 'z'] })).toEqual({});
    expect(ecs.call('ListTagsForResource', { resourceArn }).tags).toEqual([{ key: 'b', value: '' }]);
    ecs.call('UntagResource', { resourceArn, tagKeys: ['b'] });
    expect(ecs.call('ListTagsForResource', { resourceArn }).tags).toEqual([]);
  });

  test('does not touch what ECS manages', () => {
    expect(
      errorOf(() => testEcs().call('UntagResource', { resourceArn, tagKeys: ['aws:ecs:clusterName'] })).code,
    ).toBe('InvalidParameterException');
  });

  test('needs a resource that is there', () => {
    const missing = resourceArn.replace('default', 'web');
    expect(
      errorOf(() => testEcs().call('UntagResource', { resourceArn: missing, tagKeys: ['a'] })).code,
    ).toBe('ClusterNotFoundException');
    expect(errorOf(() => testEcs().send('UntagResource', { resourceArn })).message).toContain("'tagKeys'");
  });
});

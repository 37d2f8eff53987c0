import { describe, expect, test } from 'vitest';
import { errorOf, type TestEcs, testEcs } from '../../../../test/support/ecs.ts';

const scope = 'arn:aws:ecs:us-east-1:000000000000';
const tags = (ecs: TestEcs, resourceArn: string) => ecs.call('ListTagsForResource', { resourceArn }).tags;

function withTask(): { ecs: TestEcs; task: string } {
  const ecs = testEcs();
  ecs.call('RegisterTaskDefinition', {
    family: 'app',
    containerDefinitions: [{ name: 'app', image: 'busybox', memory: 64 }],
  });
  return { ecs, task: ecs.call('RunTask', { taskDefinition: 'app' }).tasks?.[0]?.taskArn ?? '' };
}

describe('TagResource', () => {
  test('adds tags to clusters, task definitions and tasks, over those of the same key', () => {
    const { ecs, task } = withTask();
    for (const resourceArn of [`${scope}:cluster/default`, `${scope}:task-definition/app:1`, task]) {
      expect(ecs.call('TagResource', { resourceArn, tags: [{ key: 'a', value: '1' }] })).toEqual({});
      ecs.call('TagResource', {
        resourceArn,
        tags: [
          { key: 'a', value: '2' },
          { key: 'b', value: '' },
        ],
      });
      expect(tags(ecs, resourceArn)).toEqual([
        { key: 'a', value: '2' },
        { key: 'b', value: '' },
      ]);
    }
  });

  test('holds fifty and no more', () => {
    const ecs = testEcs();
    const resourceArn = `${scope}:cluster/default`;
    const fifty = Array.from({ length: 50 }, (_, index) => ({ key: `k${index}`, value: '' }));
    ecs.call('TagResource', { resourceArn, tags: fifty });
    expect(
      errorOf(() => ecs.call('TagResource', { resourceArn, tags: [{ key: 'more', value: '' }] })).code,
    ).toBe('LimitExceededException');
    expect(tags(ecs, resourceArn)).toHaveLength(50);
  });

  test.each([
    ['a reserved key', [{ key: 'aws:x', value: '' }]],
    ['a long key', [{ key: 'x'.repeat(129), value: '' }]],
    ['a long value', [{ key: 'x', value: 'x'.repeat(257) }]],
    ['a character that is not allowed', [{ key: 'x*', value: '' }]],
    ['no key', [{ key: '', value: '' }]],
    [
      'a key twice',
      [
        { key: 'a', value: '1' },
        { key: 'a', value: '2' },
      ],
    ],
  ])('refuses %s', (_, given) => {
    const request = { resourceArn: `${scope}:cluster/default`, tags: given };
    expect(errorOf(() => testEcs().call('TagResource', request)).code).toBe('InvalidParameterException');
  });

  test.each([
    ['ClusterNotFoundException', `${scope}:cluster/web`],
    ['ClusterNotFoundException', 'arn:aws:ecs:eu-west-1:000000000000:cluster/default'],
    ['ResourceNotFoundException', `${scope}:task-definition/app:2`],
    ['ResourceNotFoundException', `${scope}:task-definition/app`],
    ['ResourceNotFoundException', `${scope}:task/default/${'0'.repeat(32)}`],
    ['ResourceNotFoundException', `${scope}:service/default/web`],
    ['InvalidParameterException', `${scope}:service/web`],
    ['InvalidParameterException', `${scope}:task/${'0'.repeat(32)}`],
    ['InvalidParameterException', 'default'],
  ])('answers %s for %s', (code, resourceArn) => {
    const request = { resourceArn, tags: [{ key: 'a', value: '1' }] };
    expect(errorOf(() => withTask().ecs.call('TagResource', request)).code).toBe(code);
  });

  test('leaves what is deleted or stopped alone', () => {
    const { ecs, task } = withTask();
    ecs.call('StopTask', { task });
    const one = [{ key: 'a', value: '1' }];
    expect(errorOf(() => ecs.call('TagResource', { resourceArn: task, tags: one })).message).toBe(
      'The specified task is stopped. Specify a running task and try again.',
    );
    const { cluster } = ecs.call('CreateCluster', { clusterName: 'web' });
    ecs.call('DeleteCluster', { cluster: 'web' });
    expect(
      errorOf(() => ecs.call('TagResource', { resourceArn: cluster?.clusterArn ?? '', tags: one })).message,
    ).toBe('The specified cluster is inactive. Specify an active cluster and try again.');
  });
});

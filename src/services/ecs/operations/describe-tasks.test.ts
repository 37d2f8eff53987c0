import { describe, expect, test } from 'vitest';
import { errorOf, type TestEcs, testEcs } from '../../../../test/support/ecs.ts';

function withTask(): { ecs: TestEcs; task: string } {
  const ecs = testEcs();
  ecs.call('RegisterTaskDefinition', {
    family: 'app',
    containerDefinitions: [{ name: 'app', image: 'busybox', memory: 64 }],
  });
  const tags = [{ key: 'a', value: '1' }];
  const task = ecs.call('RunTask', { taskDefinition: 'app', tags }).tasks?.[0]?.taskArn ?? '';
  return { ecs, task };
}

describe('DescribeTasks', () => {
  test('takes an id, an ARN and an ARN without a cluster, each task once', () => {
    const { ecs, task } = withTask();
    const id = task.split('/').at(-1) ?? '';
    const short = `arn:aws:ecs:us-east-1:000000000000:task/${id}`;
    for (const tasks of [[id], [task], [short], [id, task, short]]) {
      const described = ecs.call('DescribeTasks', { tasks });
      expect(described.tasks?.map(({ taskArn }) => taskArn)).toEqual([task]);
      expect(described.failures).toEqual([]);
    }
  });

  test('shows tags only when they are included', () => {
    const { ecs, task } = withTask();
    expect(ecs.call('DescribeTasks', { tasks: [task] }).tasks?.[0]?.tags).toEqual([]);
    expect(ecs.call('DescribeTasks', { tasks: [task], include: ['TAGS'] }).tasks?.[0]?.tags).toEqual([
      { key: 'a', value: '1' },
    ]);
  });

  test('names what is missing by its ARN, with all that is there', () => {
    const { ecs, task } = withTask();
    const id = 'f'.repeat(32);
    const uuid = '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0';
    const { tasks, failures } = ecs.call('DescribeTasks', { tasks: [id, task, uuid] });
    expect(tasks).toHaveLength(1);
    expect(failures).toEqual([
      { arn: `arn:aws:ecs:us-east-1:000000000000:task/default/${id}`, reason: 'MISSING' },
      { arn: `arn:aws:ecs:us-east-1:000000000000:task/default/${uuid}`, reason: 'MISSING' },
    ]);
  });

  test('does not show the tasks of another account', () => {
    const { ecs, task } = withTask();
    const other = ecs.as({ account: '111122223333' });
    expect(other.call('DescribeTasks', { tasks: [task.split('/').at(-1) ?? ''] }).tasks).toEqual([]);
    expect(other.call('DescribeTasks', { tasks: [task] })).toEqual({
      tasks: [],
      failures: [{ arn: task, reason: 'MISSING' }],
    });
  });

  test.each([
    ['Tasks cannot be empty.', []],
    ['tasks can have at most 100 items.', Array.from({ length: 101 }, () => '0'.repeat(32))],
    ['taskId length should be one of [32,36]', ['abc']],
    [
      'Invalid identifier: Identifier is for cluster web. Your cluster is default',
      [`arn:aws:ecs:us-east-1:000000000000:task/web/${'0'.repeat(32)}`],
    ],
  ])('says %s', (message, tasks) => {
    expect(errorOf(() => testEcs().call('DescribeTasks', { tasks }))).toEqual({
      code: 'InvalidParameterException',
      message,
    });
  });

  test('needs a cluster that is there, and tasks that are a list', () => {
    expect(errorOf(() => testEcs().call('DescribeTasks', { cluster: 'web', tasks: ['x'] })).code).toBe(
      'ClusterNotFoundException',
    );
    expect(errorOf(() => testEcs().send('DescribeTasks', { tasks: 'x' })).code).toBe(
      'SerializationException',
    );
  });
});

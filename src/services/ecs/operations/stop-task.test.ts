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
  ecs.observe(task, { lastStatus: 'RUNNING', version: 2 });
  return { ecs, task };
}

describe('StopTask', () => {
  test('answers at once, the task still running', async () => {
    const { ecs, task } = withTask();
    await ecs.clock.advance(5000);
    expect(ecs.call('StopTask', { task }).task).toMatchObject({
      lastStatus: 'RUNNING',
      desiredStatus: 'STOPPED',
      stopCode: 'UserInitiated',
      stoppedReason: 'Task stopped by user',
      stoppingAt: ecs.clock.now() / 1000,
      version: 3,
    });
  });

  test('keeps the reason of the first who asks, word for word', () => {
    const { ecs, task } = withTask();
    const first = ecs.call('StopTask', { task, reason: '  Wartung! ' }).task;
    expect(first?.stoppedReason).toBe('  Wartung! ');
    expect(ecs.call('StopTask', { task, reason: 'again' }).task).toEqual(first);
  });

  test('answers a stopped task as it is', () => {
    const { ecs, task } = withTask();
    ecs.observe(task, {
      lastStatus: 'STOPPED',
      desiredStatus: 'STOPPED',
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
    });
    expect(ecs.call('StopTask', { task }).task).toMatchObject({
      stopCode: 'EssentialContainerExited',
      version: 2,
    });
  });

  test('takes an id, and removes the tags', () => {
    const { ecs, task } = withTask();
    expect(ecs.call('StopTask', { task: task.split('/').at(-1) ?? '' }).task?.tags).toEqual([]);
    expect(ecs.call('ListTagsForResource', { resourceArn: task })).toEqual({ tags: [] });
  });

  test.each([
    ['The referenced task was not found.', { task: '0'.repeat(32) }],
    ['taskId length should be one of [32,36]', { task: 'abc' }],
    ['Task Identifier is invalid', { task: 'arn:aws:ecs:us-east-1:000000000000:service/default/web' }],
    ['reason longer than 1024.', { task: '0'.repeat(32), reason: 'x'.repeat(1025) }],
  ])('says %s', (message, request) => {
    expect(errorOf(() => withTask().ecs.call('StopTask', request))).toEqual({
      code: 'InvalidParameterException',
      message,
    });
  });

  test('does not stop the tasks of others', () => {
    const { ecs, task } = withTask();
    expect(errorOf(() => ecs.as({ account: '111122223333' }).call('StopTask', { task })).message).toBe(
      'The referenced task was not found.',
    );
    ecs.call('CreateCluster', { clusterName: 'web' });
    expect(errorOf(() => ecs.call('StopTask', { cluster: 'web', task })).message).toBe(
      'Invalid identifier: Identifier is for cluster default. Your cluster is web',
    );
  });

  test('needs a task and a cluster', () => {
    expect(errorOf(() => testEcs().send('StopTask', {})).message).toContain("'task'");
    expect(errorOf(() => testEcs().call('StopTask', { cluster: 'web', task: 'x' })).code).toBe(
      'ClusterNotFoundException',
    );
  });
});

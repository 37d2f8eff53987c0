import { describe, expect, test } from 'vitest';
import { errorOf, type TestEcs, testEcs } from '../../../../test/support/ecs.ts';
import type { ListTasksRequest, RunTaskRequest } from '../../../aws/contract/ecs.types.gen.ts';

function withDefinitions(): TestEcs {
  const ecs = testEcs();
  for (const family of ['app', 'app-2']) {
    ecs.call('RegisterTaskDefinition', {
      family,
      containerDefinitions: [{ name: 'app', image: 'busybox', memory: 64 }],
    });
  }
  return ecs;
}

const run = (ecs: TestEcs, given: Partial<RunTaskRequest> = {}): string[] =>
  (ecs.call('RunTask', { taskDefinition: 'app', ...given }).tasks ?? []).map(({ taskArn = '' }) => taskArn);

const list = (ecs: TestEcs, request: ListTasksRequest): string[] =>
  ecs.call('ListTasks', request).taskArns ?? [];

describe('ListTasks', () => {
  test('shows what is to run, or what is not, whatever it does', () => {
    const ecs = withDefinitions();
    const [running = '', stopping = ''] = run(ecs, { count: 2 });
    ecs.call('StopTask', { task: stopping });
    expect(list(ecs, {})).toEqual([running]);
    expect(list(ecs, { desiredStatus: 'RUNNING' })).toEqual([running]);
    expect(list(ecs, { desiredStatus: 'STOPPED' })).toEqual([stopping]);
    expect(list(ecs, { desiredStatus: 'PENDING' })).toEqual([]);
  });

  test('filters by cluster, family, launch type and container instance', () => {
    const ecs = withDefinitions();
    ecs.call('CreateCluster', { clusterName: 'web' });
    const app = run(ecs);
    const second = run(ecs, { taskDefinition: 'app-2' });
    const external = run(ecs, { launchType: 'EXTERNAL' });
    const web = run(ecs, { cluster: 'web' });
    expect(list(ecs, { cluster: 'web' })).toEqual(web);
    expect(list(ecs, { family: 'app' })).toEqual([...app, ...external]);
    expect(list(ecs, { family: 'app-2' })).toEqual(second);
    expect(list(ecs, { launchType: 'EXTERNAL', family: 'app' })).toEqual(external);
    const instance = ecs.call('DescribeTasks', { tasks: app }).tasks?.[0]?.containerInstanceArn ?? '';
    const id = instance.split('/').at(-1) ?? '';
    for (const containerInstance of [instance, id]) {
      expect(list(ecs, { containerInstance })).toEqual([...app, ...second, ...external]);
    }
    expect(list(ecs, { containerInstance: 'f'.repeat(32) })).toEqual([]);
  });

  test('filters by who started it, and by nothing beside', () => {
    const ecs = withDefinitions();
    const mine = run(ecs, { startedBy: 'me', count: 2 });
    run(ecs, { startedBy: 'you' });
    expect(list(ecs, { startedBy: 'me' })).toEqual(mine);
    for (const other of [
      { family: 'app' },
      { desiredStatus: 'RUNNING' as const },
      { launchType: 'EC2' as const },
    ]) {
      expect(errorOf(() => list(ecs, { startedBy: 'me', ...other }))).toEqual({
        code: 'InvalidParameterException',
        message: 'cannot specify startedBy with other arguments',
      });
    }
  });

  test('pages by ARN; a token fits its own question only', () => {
    const ecs = withDefinitions();
    const arns = run(ecs, { count: 5 });
    const first = ecs.call('ListTasks', { maxResults: 3 });
    expect(first.taskArns).toEqual(arns.slice(0, 3));
    const { nextToken = '' } = first;
    expect(ecs.call('ListTasks', { maxResults: 3, nextToken })).toEqual({ taskArns: arns.slice(3) });
    expect(errorOf(() => list(ecs, { nextToken, family: 'app' })).code).toBe('InvalidParameterException');
  });

  test('shows a hundred at most', () => {
    const ecs = withDefinitions();
    for (let calls = 0; calls < 11; calls += 1) run(ecs, { count: 10 });
    const { taskArns, nextToken } = ecs.call('ListTasks', {});
    expect(taskArns).toHaveLength(100);
    expect(list(ecs, { nextToken: nextToken ?? '' })).toHaveLength(10);
    expect(errorOf(() => list(ecs, { maxResults: 101 })).code).toBe('InvalidParameterException');
  });

  test('keeps accounts and regions apart', () => {
    const ecs = withDefinitions();
    run(ecs);
    expect(list(ecs.as({ account: '111122223333' }), {})).toEqual([]);
    expect(list(ecs.as({ region: 'eu-west-1' }), {})).toEqual([]);
  });

  test('does not know clusters and services that are not there', () => {
    expect(errorOf(() => list(testEcs(), { cluster: 'web' })).code).toBe('ClusterNotFoundException');
    expect(errorOf(() => list(testEcs(), { serviceName: 'web' }))).toEqual({
      code: 'ServiceNotFoundException',
      message: 'Service not found.',
    });
  });

  test('refuses a status that there is not', () => {
    expect(errorOf(() => testEcs().send('ListTasks', { desiredStatus: 'GONE' })).code).toBe(
      'InvalidParameterException',
    );
  });
});

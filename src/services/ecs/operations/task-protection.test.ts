import { describe, expect, test } from 'vitest';

import { testEcs, type TestEcs } from '../../../../test/support/ecs.ts';
import { agentPorts } from '../agent-ports.ts';
import { countingIds } from '../../../kernel/ids.ts';

const minute = 60_000;

function running(group: string): { readonly ecs: TestEcs; readonly arn: string } {
  const ecs = testEcs();
  ecs.call('CreateCluster', {});
  ecs.call('RegisterTaskDefinition', {
    family: 'app',
    containerDefinitions: [{ name: 'app', image: 'app', memory: 64 }],
  });
  const { tasks = [] } = ecs.call('RunTask', { taskDefinition: 'app' });
  const arn = tasks[0]?.taskArn ?? '';
  const request = ecs.tables.tasks.get(arn)?.request;
  if (request !== undefined) ecs.observe(arn, { request: { ...request, group }, lastStatus: 'RUNNING' });
  return { ecs, arn };
}

const ofService = () => running('service:shop');

describe('protection', () => {
  test('is for two hours unless told, and ends by itself', async () => {
    const { ecs, arn } = ofService();
    const cluster = 'default';
    expect(ecs.call('GetTaskProtection', { cluster, tasks: [arn] })).toEqual({
      protectedTasks: [{ taskArn: arn, protectionEnabled: false }],
      failures: [],
    });
    const end = (ecs.clock.now() + 120 * minute) / 1000;
    const on = {
      protectedTasks: [{ taskArn: arn, protectionEnabled: true, expirationDate: end }],
      failures: [],
    };
    expect(ecs.call('UpdateTaskProtection', { cluster, tasks: [arn], protectionEnabled: true })).toEqual(on);
    expect(ecs.call('GetTaskProtection', { cluster, tasks: [arn] })).toEqual(on);
    await ecs.clock.advance(120 * minute);
    expect(ecs.call('GetTaskProtection', { cluster, tasks: [arn] }).protectedTasks).toEqual([
      { taskArn: arn, protectionEnabled: false },
    ]);
  });

  test('counts anew with each call, and can be taken away', () => {
    const { ecs, arn } = ofService();
    const update = (protectionEnabled: boolean, expiresInMinutes?: number) =>
      ecs.call('UpdateTaskProtection', {
        cluster: 'default',
        tasks: [arn],
        protectionEnabled,
        ...(expiresInMinutes !== undefined && { expiresInMinutes }),
      }).protectedTasks;
    update(true, 2880);
    const end = (ecs.clock.now() + minute) / 1000;
    expect(update(true, 1)).toEqual([{ taskArn: arn, protectionEnabled: true, expirationDate: end }]);
    expect(update(false)).toEqual([{ taskArn: arn, protectionEnabled: false }]);
  });

  test('is not for a task that belongs to no service, nor for one that is not there', () => {
    const { ecs, arn } = running('family:app');
    const missing = arn.replace(/.$/, (digit) => (digit === 'f' ? '0' : 'f'));
    const input = { cluster: 'default', tasks: [arn, missing] };
    const failures = [
      { arn, reason: 'TASK_NOT_VALID' },
      { arn: missing, reason: 'MISSING' },
    ];
    expect(ecs.call('GetTaskProtection', input)).toEqual({ protectedTasks: [], failures });
    expect(ecs.call('UpdateTaskProtection', { ...input, protectionEnabled: true })).toEqual({
      protectedTasks: [],
      failures,
    });
  });

  test('is not for a task that has stopped', () => {
    const { ecs, arn } = ofService();
    ecs.observe(arn, { lastStatus: 'STOPPED' });
    expect(ecs.call('GetTaskProtection', { cluster: 'default', tasks: [arn] }).failures).toEqual([
      { arn, reason: 'TASK_NOT_VALID' },
    ]);
  });

  test.each([
    [{ tasks: [] }, 'Tasks cannot be empty.'],
    [{ tasks: Array.from({ length: 11 }, (_, index) => String(index)) }, 'tasks can have at most 10 items.'],
    [{ expiresInMinutes: 0 }, 'expiresInMinutes must be between 1 and 2880.'],
    [{ expiresInMinutes: 2881 }, 'expiresInMinutes must be between 1 and 2880.'],
    [{ tasks: ['short'] }, 'taskId length should be one of [32,36]'],
  ])('%j is refused', (given, message) => {
    const { ecs, arn } = ofService();
    expect(() =>
      ecs.call('UpdateTaskProtection', {
        cluster: 'default',
        tasks: [arn],
        protectionEnabled: true,
        ...given,
      }),
    ).toThrow(expect.objectContaining({ code: 'InvalidParameterException', message }));
  });

  test('of an unknown cluster is refused', () => {
    const { ecs, arn } = ofService();
    expect(() => ecs.call('GetTaskProtection', { cluster: 'nowhere', tasks: [arn] })).toThrow(
      'Cluster not found.',
    );
  });
});

describe('the agent’s port', () => {
  const { signal } = new AbortController();
  const portsOf = ({ store, clock }: TestEcs) =>
    agentPorts({ store, clock, ids: countingIds(), installation: 'test-installation' });

  test('protects a task for the task itself', async () => {
    const { ecs, arn } = ofService();
    const { protection } = portsOf(ecs);
    const expiresAt = ecs.clock.now() + 60 * minute;
    const on = { kind: 'protection', taskArn: arn, enabled: true, expiresAt };
    expect(await protection.update(arn, { enabled: true, expiresInMinutes: 60 }, signal)).toEqual(on);
    expect(await protection.get(arn, signal)).toEqual(on);
  });

  test('tells a failure as an answer and a refusal as an error', async () => {
    const { ecs, arn } = running('family:app');
    const { protection } = portsOf(ecs);
    expect(await protection.get(arn, signal)).toEqual({ kind: 'failure', arn, reason: 'TASK_NOT_VALID' });
    await expect(
      protection.update(arn, { enabled: true, expiresInMinutes: 0 }, signal),
    ).rejects.toMatchObject({
      code: 'InvalidParameterException',
    });
  });

  test('tells the tags of a resource', async () => {
    const { ecs, arn } = ofService();
    ecs.call('TagResource', { resourceArn: arn, tags: [{ key: 'a', value: 'b' }] });
    expect(await portsOf(ecs).tags.tagsOf(arn, signal)).toEqual({ a: 'b' });
  });
});

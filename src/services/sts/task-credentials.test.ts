import { beforeEach, describe, expect, test } from 'vitest';
import { randomIds } from '../../kernel/ids.ts';
import { VirtualClock } from '../../kernel/virtual-clock.ts';
import { Store } from '../../store/store.ts';
import { createSts, type Sts } from './index.ts';

const use = { region: 'us-east-1', service: 'sts' };

const HOUR = 3_600_000;
const id = '0123456789abcdef0123456789abcdef';
const task = {
  arn: 'arn:aws:ecs:us-east-1:111122223333:task/default/0123456789abcdef0123456789abcdef',
  taskRoleArn: 'arn:aws:iam::111122223333:role/app/web',
  executionRoleArn: 'arn:aws:iam::444455556666:role/execution',
};
const signal = new AbortController().signal;

let clock: VirtualClock;
let store: Store;
let sts: Sts;

const open = (): Sts =>
  createSts({
    store,
    clock,
    ids: randomIds,
    installation: 'one',
    roles: { role: () => undefined, policyProblem: () => undefined },
  });

beforeEach(() => {
  clock = new VirtualClock();
  store = new Store({ onListenerError: () => {} });
  sts = open();
});

const of = (role: 'task' | 'execution'): ReturnType<Sts['taskCredentials']['forTask']> =>
  sts.taskCredentials.forTask(
    { arn: task.arn, roleArn: role === 'task' ? task.taskRoleArn : task.executionRoleArn },
    role,
    signal,
  );

describe('credentials of a task', () => {
  test('are a session of the role, named after the task, for six hours', async () => {
    const { accessKeyId, roleArn, token, expiration } = await of('task');
    expect(roleArn).toBe(task.taskRoleArn);
    expect(expiration).toBe(clock.now() + 6 * HOUR);
    expect(sts.findSession(accessKeyId, token, use)).toEqual({
      state: 'valid',
      account: '111122223333',
      principalArn: `arn:aws:sts::111122223333:assumed-role/web/${id}`,
      principalId: expect.stringMatching(new RegExp(`^AROA[A-Z2-7]{17}:${id}$`)),
    });
  });

  test('differ by role', async () => {
    const { accessKeyId, token } = await of('execution');
    expect(sts.findSession(accessKeyId, token, use)).toMatchObject({ account: '444455556666' });
    expect((await of('task')).accessKeyId).not.toBe(accessKeyId);
  });

  test('are new each time, and each is good until its end', async () => {
    const first = await of('task');
    await clock.advance(6 * HOUR - 60_000);
    const second = await of('task');
    expect(second.accessKeyId).not.toBe(first.accessKeyId);
    expect(sts.findSession(first.accessKeyId, first.token, use)).toMatchObject({ state: 'valid' });
    await clock.advance(60_000);
    expect(sts.findSession(first.accessKeyId, first.token, use)).toEqual({ state: 'expired' });
  });

  test('end when the task does, all of them', async () => {
    const [first, second] = [await of('task'), await of('execution')];
    await sts.taskCredentials.revoke(task.arn);
    for (const { accessKeyId, token } of [first, second]) {
      expect(sts.findSession(accessKeyId, token, use)).toEqual({ state: 'invalid' });
    }
  });

  test('outlive a restart', async () => {
    const { accessKeyId, token } = await of('task');
    sts = open();
    expect(sts.findSession(accessKeyId, token, use)).toMatchObject({ state: 'valid' });
    await sts.taskCredentials.revoke(task.arn);
    expect(sts.findSession(accessKeyId, token, use)).toEqual({ state: 'invalid' });
  });

  test('of a role whose ARN is none are refused', async () => {
    const bad = { arn: task.arn, roleArn: 'web' };
    await expect(sts.taskCredentials.forTask(bad, 'task', signal)).rejects.toMatchObject({
      code: 'ValidationError',
      message: 'web is invalid',
    });
  });
});

test('sessions that ended long ago are forgotten, and still refused', async () => {
  const { accessKeyId, token } = await of('task');
  await clock.advance(31 * HOUR);
  await of('task');
  expect(sts.findSession(accessKeyId, token, use)).toEqual({ state: 'invalid' });
  expect(sts.findSession(accessKeyId, 'of somebody else', use)).toBeUndefined();
});

test('what was never given out here is not known', () => {
  expect(sts.findSession('ASIAQNZGKIQY56JQ7WML', 'FwoGZXIvYXdzEAQ=', use)).toBeUndefined();
});

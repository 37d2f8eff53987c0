import { describe, expect, test } from 'vitest';

import { endpointHarness } from '../../../../test/support/agent/endpoint.ts';
import {
  bridgeTask,
  executionCredentialsId,
  taskCredentialsId,
} from '../../../../test/support/agent/told-tasks.ts';

const minute = 60_000;
const path = `/v2/credentials/${taskCredentialsId}`;
const others = '169.254.170.8';
const own = '169.254.170.9';

function told(given: Parameters<typeof endpointHarness>[0] = {}) {
  const taskAt = (source: string): string | undefined =>
    ({ [own]: bridgeTask().arn, [others]: 'arn:aws:ecs:eu-west-1:000000000000:task/dev/other' })[source];
  const harness = endpointHarness({ taskAt, ...given });
  harness.tasks.put(bridgeTask());
  return harness;
}

test('a role’s credentials are those of a session, in the agent’s form', async () => {
  const { get } = told();
  expect(await get(path, own)).toStrictEqual({
    status: 200,
    type: 'application/json',
    location: undefined,
    body: {
      RoleArn: 'arn:aws:iam::000000000000:role/app',
      AccessKeyId: 'ASIA1',
      SecretAccessKey: 'secret-1',
      Token: 'token-1',
      Expiration: '2026-01-01T06:00:00Z',
    },
  });
  expect(await get(`/v1/credentials?id=${executionCredentialsId}`, own)).toMatchObject({
    body: { RoleArn: 'arn:aws:iam::000000000000:role/pull', AccessKeyId: 'ASIA2' },
  });
});

test.each([
  ['/v2/credentials/', 'NoIdInRequest', 'CredentialsV2Request: No Credential ID in the request'],
  ['/v1/credentials', 'NoIdInRequest', 'CredentialsV1Request: No Credential ID in the request'],
  ['/v2/credentials/nobody', 'InvalidIdInRequest', 'CredentialsV2Request: Credentials not found'],
  ['/v1/credentials?id=nobody', 'InvalidIdInRequest', 'CredentialsV1Request: Credentials not found'],
])('%s is refused as the agent refuses it', async (asked, code, message) => {
  expect(await told().get(asked)).toMatchObject({ status: 400, body: { code, message, HTTPErrorCode: 400 } });
});

test('another task does not get them, even with the id', async () => {
  const { get } = told();
  expect(await get(path, others)).toMatchObject({ status: 400, body: { code: 'InvalidIdInRequest' } });
});

test('another task does not get them with its first breath, before its address is known', async () => {
  let known = false;
  const taskAt = (source: string) => (known && source === others ? 'arn:other' : undefined);
  const { get, tasks, clock, source } = told({ taskAt });
  const starting = { ...bridgeTask(), arn: 'arn:other', id: 'other', roles: undefined };
  const created = starting.containers.map((state) => ({
    ...state,
    endpointId: 'x',
    known: 'CREATED' as const,
  }));
  tasks.put({ ...starting, containers: created });
  const asked = get(path, others);
  await clock.advance(10);
  known = true;
  tasks.put(starting);
  expect(await asked).toMatchObject({ status: 400, body: { code: 'InvalidIdInRequest' } });
  expect(source.made).toBe(0);
});

test('an address that is no task’s, of the machine’s own network, is told by the id alone', async () => {
  expect(await told({ taskAt: () => undefined }).get(path)).toMatchObject({ status: 200 });
});

test('without anyone who makes sessions they are uninitialized', async () => {
  expect(await told({ credentials: undefined }).get(path)).toMatchObject({
    status: 503,
    body: {
      code: 'CredentialsUninitialized',
      message: 'CredentialsV2Request: Credentials uninitialized for ID',
    },
  });
});

describe('a session', () => {
  test('is kept, and renewed while the one before is still good', async () => {
    const { get, source, clock } = told();
    await Promise.all([get(path), get(path)]);
    await clock.advance(5 * 60 * minute);
    await get(path);
    expect(source.made).toBe(1);
    await clock.advance(45 * minute);
    expect(await get(path)).toMatchObject({
      body: { AccessKeyId: 'ASIA2', Expiration: '2026-01-01T11:45:00Z' },
    });
  });

  test('that cannot be renewed is good until its end', async () => {
    const { get, source, clock } = told();
    await get(path);
    source.refusal = new Error('no such role');
    await clock.advance(350 * minute);
    expect(await get(path)).toMatchObject({ status: 200, body: { AccessKeyId: 'ASIA1' } });
    await clock.advance(10 * minute);
    expect(await get(path)).toMatchObject({
      status: 500,
      body: { code: 'InternalServerError', message: 'Internal server error', HTTPErrorCode: 500 },
    });
    source.refusal = undefined;
    expect(await get(path)).toMatchObject({ status: 200, body: { AccessKeyId: 'ASIA2' } });
  });

  test('ends with its task', async () => {
    const { get, source, credentials, tasks } = told();
    await get(path);
    tasks.put({ ...bridgeTask(), lastStatus: 'STOPPED' });
    expect(await get(path)).toMatchObject({ status: 400, body: { code: 'InvalidIdInRequest' } });
    await credentials.revoke(bridgeTask());
    expect(source.revoked).toEqual([bridgeTask().arn]);
  });

  test('that is being made when its task ends is revoked, too', async () => {
    const { get, source, credentials } = told();
    const grant = bridgeTask().roles?.task;
    if (grant === undefined) throw new Error('the task has a role');
    const asked = credentials.of({ task: bridgeTask(), kind: 'task', grant });
    await Promise.all([credentials.revoke(bridgeTask()), asked]);
    expect(source.made).toBe(1);
    await get(path);
    // It was not kept: the next one is new.
    expect(source.made).toBe(2);
  });

  test('is not revoked of a task without roles', async () => {
    const { source, credentials } = told();
    const plain = bridgeTask({ roles: undefined });
    await credentials.revoke(plain);
    expect(source.revoked).toEqual([]);
  });
});

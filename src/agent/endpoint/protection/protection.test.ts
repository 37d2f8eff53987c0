import { expect, test } from 'vitest';

import { endpointHarness } from '../../../../test/support/agent/endpoint.ts';
import { bridgeTask, webId } from '../../../../test/support/agent/told-tasks.ts';
import { AwsError } from '../../../aws/aws-error.ts';
import type { ProtectionAnswer, ProtectionRequest, TaskProtection } from './task-protection.ts';

const path = `/api/${webId}/task-protection/v1/state`;
const { arn } = bridgeTask();

function told(answer: (signal: AbortSignal) => Promise<ProtectionAnswer>) {
  const asked: (ProtectionRequest | 'get')[] = [];
  const protection: TaskProtection = {
    get: (_arn, signal) => {
      asked.push('get');
      return answer(signal);
    },
    update: (_arn, request, signal) => {
      asked.push(request);
      return answer(signal);
    },
  };
  const harness = endpointHarness({ protection });
  harness.tasks.put(bridgeTask());
  return { ...harness, asked, put: (body: string) => harness.send('PUT', path, body) };
}

const guarded = () =>
  told(() =>
    Promise.resolve({ kind: 'protection', taskArn: arn, enabled: true, expiresAt: Date.UTC(2026, 2, 1, 12) }),
  );

test('is told as ECS tells it, with names like a Go program’s', async () => {
  const { get, put, asked } = guarded();
  const answer = {
    status: 200,
    body: { protection: { ExpirationDate: '2026-03-01T12:00:00Z', ProtectionEnabled: true, TaskArn: arn } },
  };
  expect(await get(path)).toMatchObject(answer);
  expect(await put('{"ProtectionEnabled":true,"ExpiresInMinutes":60}')).toMatchObject(answer);
  expect(await put('{"protectionEnabled":false,"ExpiresInMinutes":null}')).toMatchObject(answer);
  expect(asked).toEqual(['get', { enabled: true, expiresInMinutes: 60 }, { enabled: false }]);
});

test('that has no end is told with null', async () => {
  const { get } = told(() => Promise.resolve({ kind: 'protection', taskArn: arn, enabled: false }));
  expect((await get(path)).body).toStrictEqual({
    protection: { ExpirationDate: null, ProtectionEnabled: false, TaskArn: arn },
  });
});

test('of a task that belongs to no service is a failure with status 200', async () => {
  const { get } = told(() => Promise.resolve({ kind: 'failure', arn, reason: 'TASK_NOT_VALID' }));
  expect(await get(path)).toMatchObject({
    status: 200,
    body: { failure: { Arn: arn, Detail: null, Reason: 'TASK_NOT_VALID' } },
  });
});

test.each(['', '{', '[]', '"x"', '{"ProtectionEnabled":"yes"}', '{"ExpiresInMinutes":1.5}', '{"Other":1}'])(
  'the body %s cannot be decoded',
  async (body) => {
    const { put, asked } = guarded();
    expect(await put(body)).toMatchObject({
      status: 400,
      body: {
        error: {
          Code: 'InvalidParameterException',
          Message: 'UpdateTaskProtection: failed to decode request',
        },
      },
    });
    expect(asked).toEqual([]);
  },
);

test('the wish must be said', async () => {
  expect((await guarded().put('{}')).body).toStrictEqual({
    error: {
      Arn: arn,
      Code: 'InvalidParameterException',
      Message: "Invalid request: does not contain 'ProtectionEnabled' field",
    },
  });
});

test('a task without a role may not ask', async () => {
  const { get, tasks } = guarded();
  const plain = bridgeTask({ roles: undefined });
  tasks.put(plain);
  expect(await get(path)).toMatchObject({
    status: 403,
    body: {
      error: {
        Arn: arn,
        Code: 'AccessDeniedException',
        Message: 'Invalid Request: no task IAM role credentials available for task',
      },
    },
  });
});

test('nobody’s id is not found', async () => {
  expect(await guarded().get('/api/nobody/task-protection/v1/state')).toMatchObject({
    status: 404,
    body: { error: { Code: 'ResourceNotFoundException', Message: 'Failed to find a task for the request' } },
  });
});

test('ECS’s own error is handed on with a request id', async () => {
  const { get } = told(() => Promise.reject(new AwsError('AccessDeniedException', 'no')));
  expect(await get(path)).toMatchObject({
    status: 400,
    body: {
      requestID: expect.any(String),
      error: { Arn: arn, Code: 'AccessDeniedException', Message: 'no' },
    },
  });
});

test('any other error says nothing of its own', async () => {
  const { get } = told(() => Promise.reject(new Error('secret')));
  expect(await get(path)).toMatchObject({
    status: 500,
    body: { error: { Code: 'ServerException', Message: 'Unexpected error occurred' } },
  });
});

test('an ECS that takes too long is not waited for', async () => {
  const { get, clock } = told(
    (signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      }),
  );
  const asked = get(path);
  await clock.advance(4000);
  expect(await asked).toMatchObject({
    status: 504,
    body: { error: { Code: 'RequestCanceled', Message: 'Timed out calling ECS Task Protection API' } },
  });
});

test('other methods are not allowed', async () => {
  expect(await guarded().send('POST', path, '{}')).toMatchObject({ status: 405 });
});

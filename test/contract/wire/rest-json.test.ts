import * as sdk from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AwsError } from '../../../src/aws/aws-error.ts';
import { ecsContract } from '../../../src/aws/contract/ecs.gen.ts';
import { schedulerContract } from '../../../src/aws/contract/scheduler.gen.ts';
import { echoService, exchange, serveServices, type TestServer } from '../../support/wire/echo.ts';
import { type Answer, call, signed } from './http.ts';

const scheduler = echoService(schedulerContract);
let server: TestServer;
let client: sdk.SchedulerClient;

beforeAll(async () => {
  server = await serveServices([echoService(ecsContract), scheduler]);
  client = new sdk.SchedulerClient({
    endpoint: server.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: '111122223333', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
});
afterAll(async () => {
  client.destroy();
  await server[Symbol.asyncDispose]();
});

describe('the SDK and the service see the same of', () => {
  test.each(schedulerContract.operations.names())('%s', async (operation) => {
    const { sent, received, answered, understood } = await exchange(scheduler, client, sdk, operation);
    expect(received).toEqual(sent);
    expect(understood).toEqual(answered);
  });
});

test('errors are those of the model', async () => {
  scheduler.nextError = new AwsError('ConflictException', 'Schedule x already exists.', { httpStatus: 409 });
  const error: unknown = await client.send(new sdk.GetScheduleCommand({ Name: 'x' })).catch((e) => e);
  expect(error).toBeInstanceOf(sdk.ConflictException);
  expect(error).toMatchObject({
    message: 'Schedule x already exists.',
    $metadata: { httpStatusCode: 409, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  });
});

const raw = (
  method: string,
  path: string,
  body = '',
  headers: Record<string, string> = {},
): Promise<Answer> =>
  call(server.endpoint, method, path, { headers: { ...signed('scheduler'), ...headers }, body });

describe('on the wire', () => {
  test('an error, word for word', async () => {
    scheduler.nextError = new AwsError('ConflictException', 'text', { httpStatus: 409 });
    expect(await raw('GET', '/schedules/x')).toMatchObject({
      status: 409,
      headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'ConflictException' },
      body: '{"Message":"text"}',
    });
  });

  test('what is nowhere', async () => {
    for (const path of ['/', '/nowhere', '/v2/', '/_longshore/health', '/_rest/schedules']) {
      expect(await raw('GET', path)).toMatchObject({
        status: 404,
        headers: { 'x-amzn-errortype': 'UnknownOperationException' },
        body: expect.stringContaining(`Scheduler has no GET ${path}.`),
      });
    }
    expect((await call(server.endpoint, 'GET', '/schedules')).body).toContain('Longshore has no GET');
  });

  test.each([
    ['no JSON', 'x'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a wrong type', '{"ScheduleExpression":1}'],
    ['a time that is text', '{"StartDate":"2026-01-01T00:00:00Z"}'],
    ['nested beyond reason', '['.repeat(100_000)],
  ])('a body that is %s', async (_, body) => {
    expect(await raw('POST', '/schedules/x', body)).toMatchObject({
      status: 400,
      headers: { 'x-amzn-errortype': 'SerializationException' },
    });
  });

  test('what stands in the path is not taken from the body', async () => {
    expect(await raw('POST', '/schedules/mine', '{"Name":"other","Description":"d"}')).toMatchObject({
      status: 200,
    });
    expect(scheduler.lastInput).toEqual({ Name: 'mine', Description: 'd' });
  });

  test('a number in the query that is none, and lists there', async () => {
    expect(await raw('GET', '/schedules?MaxResults=many')).toMatchObject({ status: 400 });
    expect(await raw('DELETE', '/tags/arn?TagKeys=a&TagKeys=b%20c')).toMatchObject({ status: 200 });
    expect(scheduler.lastInput).toEqual({ ResourceArn: 'arn', TagKeys: ['a', 'b c'] });
  });

  test('by the name of the host, and presigned', async () => {
    const host = 'scheduler.eu-west-1.localhost:4566';
    expect(await call(server.endpoint, 'GET', '/schedules', { headers: { host } })).toMatchObject({
      status: 200,
    });
    const credential = encodeURIComponent('111122223333/20260101/us-east-1/scheduler/aws4_request');
    const path = `/schedules?State=ENABLED&X-Amz-Credential=${credential}&X-Amz-Signature=a`;
    expect(await call(server.endpoint, 'GET', path)).toMatchObject({ status: 200 });
    expect(scheduler.lastInput).toEqual({ State: 'ENABLED' });
  });

  test('a body that is too large', async () => {
    expect(await raw('POST', '/schedules/x', 'x'.repeat(1024 * 1024 + 1))).toMatchObject({ status: 413 });
  });
});

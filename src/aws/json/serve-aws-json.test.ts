import { expect, test } from 'vitest';
import { AwsError } from '../aws-error.ts';
import { ecsContract } from '../contract/ecs.gen.ts';
import { serveAwsJson, type AwsJsonRequest } from './serve-aws-json.ts';
import type { RequestContext, Service } from '../service.ts';

interface Call {
  readonly operation: string;
  readonly input: unknown;
  readonly context: RequestContext;
}

function ecs(answer: (call: Call) => unknown): Service {
  return {
    name: 'ecs',
    contract: ecsContract,
    handle: (operation, input, context) => answer({ operation, input, context }),
    validationError: (_, message) => new AwsError('InvalidParameterException', message),
  };
}

function request(overrides: Partial<AwsJsonRequest> = {}): AwsJsonRequest {
  return {
    method: 'POST',
    headers: headers(),
    query: new URLSearchParams(),
    body: '{}',
    requestId: 'id-1',
    defaults: { account: '000000000000', region: 'us-east-1' },
    signal: new AbortController().signal,
    ...overrides,
  };
}
const headers = (overrides: Record<string, string> = {}): Record<string, string> => ({
  'content-type': 'application/x-amz-json-1.1',
  'x-amz-target': 'AmazonEC2ContainerServiceV20141113.ListTasks',
  ...overrides,
});

test('a call reaches its service, checked and with its context', async () => {
  const calls: Call[] = [];
  const service = ecs((call) => {
    calls.push(call);
    return Promise.resolve({ taskArns: [] });
  });
  const authorization =
    'AWS4-HMAC-SHA256 Credential=123456789012/20260101/cn-north-1/ecs/aws4_request, SignedHeaders=host, Signature=f';
  const response = await serveAwsJson(
    [service],
    request({ headers: headers({ authorization }), body: '{"cluster":"c","unknown":1}' }),
  );
  expect(response).toEqual({
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'id-1' },
    body: '{"taskArns":[]}',
    operation: 'ListTasks',
    caller: { account: '123456789012', region: 'cn-north-1' },
  });
  expect(calls).toMatchObject([
    {
      operation: 'ListTasks',
      input: { cluster: 'c' },
      context: {
        requestId: 'id-1',
        account: '123456789012',
        region: 'cn-north-1',
        partition: 'aws-cn',
        principalArn: 'arn:aws-cn:iam::123456789012:root',
      },
    },
  ]);
});

test('AwsErrors answer as they are', async () => {
  const service = ecs(() => {
    throw new AwsError('ClusterNotFoundException', 'Cluster not found.');
  });
  const response = await serveAwsJson([service], request());
  expect(response).toMatchObject({
    status: 400,
    body: '{"__type":"ClusterNotFoundException","message":"Cluster not found."}',
  });
});

test('a rejected promise that is no AwsError is a ServerException, and its cause stays inside', async () => {
  const defect = new TypeError('secret');
  const response = await serveAwsJson([ecs(() => Promise.reject(defect))], request());
  expect(response).toMatchObject({ status: 500, operation: 'ListTasks', error: defect });
  expect(response.body).not.toContain('secret');
});

test('an output that JSON cannot hold is a ServerException', async () => {
  const response = await serveAwsJson([ecs(() => ({ taskArns: [1n] }))], request());
  expect(response.status).toBe(500);
});

test.each([
  ['GET', { method: 'GET' }],
  ['another content type', { headers: headers({ 'content-type': 'text/plain' }) }],
  ['no target', { headers: { 'content-type': 'application/x-amz-json-1.1' } }],
  ['another service', { headers: headers({ 'x-amz-target': 'AmazonSSM.GetParameter' }) }],
  [
    'an unknown operation',
    { headers: headers({ 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.Fly' }) },
  ],
])('%s is an UnknownOperationException', async (_, overrides) => {
  const service = ecs(() => {
    throw new Error('must not be reached');
  });
  const response = await serveAwsJson([service], request(overrides));
  expect(response.status).toBe(400);
  expect(JSON.parse(response.body)).toMatchObject({ __type: 'UnknownOperationException' });
});

test('a broken signature answers before a broken body, a broken body before broken input', async () => {
  const service = ecs(() => ({}));
  const type = async (overrides: Partial<AwsJsonRequest>): Promise<unknown> =>
    JSON.parse((await serveAwsJson([service], request(overrides))).body);
  const stopTask = headers({ 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.StopTask' });
  expect(
    await type({ headers: { ...stopTask, authorization: 'AWS4-HMAC-SHA256 x' }, body: '{' }),
  ).toMatchObject({
    __type: 'IncompleteSignatureException',
  });
  expect(await type({ headers: stopTask, body: '{' })).toMatchObject({ __type: 'SerializationException' });
  expect(await type({ headers: stopTask })).toMatchObject({ __type: 'InvalidParameterException' });
});

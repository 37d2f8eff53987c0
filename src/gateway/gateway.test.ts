import { createServer } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fakeAdmin, fakeService } from '../../test/support/gateway/fakes.ts';
import { AwsError } from '../aws/aws-error.ts';
import { realClock } from '../kernel/clock.ts';
import { LongshoreError } from '../kernel/errors.ts';
import { countingIds } from '../kernel/ids.ts';
import { silentLog } from '../kernel/log.ts';
import { createGateway } from './gateway.ts';
import { limits } from './limits.ts';
import { openGateway as open } from '../../test/support/gateway/open-gateway.ts';

const HEADERS = {
  host: 'localhost:4566',
  'content-type': 'application/x-amz-json-1.1',
  'x-amz-target': 'AmazonEC2ContainerServiceV20141113.ListClusters',
};
const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=123456789012/20260101/eu-west-1/ecs/aws4_request, SignedHeaders=host, Signature=0';

/** What comes back for bytes written to a socket, until the server closes it. */
function raw(endpoint: string, request: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const socket = connect(Number(new URL(endpoint).port), '127.0.0.1', () => socket.write(request));
  let answer = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
  socket.on('close', () => resolve(answer)).on('error', reject);
  return promise;
}

describe('POST /', () => {
  test('answers a call with its request id', async () => {
    const { inject, service } = open();
    const answer = await inject({ method: 'POST', url: '/', headers: HEADERS, payload: '{"maxResults":3}' });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({ clusterArns: [] });
    expect(answer.headers['content-type']).toBe('application/x-amz-json-1.1');
    expect(answer.headers['x-amzn-requestid']).toBe(service.calls[0]?.context.requestId);
    expect(service.calls[0]?.input).toEqual({ maxResults: 3 });
  });

  test('takes account and region from the signature', async () => {
    const { inject, service } = open();
    const headers = { ...HEADERS, authorization: AUTHORIZATION };
    await inject({ method: 'POST', url: '/', headers, payload: '{}' });
    expect(service.calls[0]?.context).toMatchObject({ account: '123456789012', region: 'eu-west-1' });
  });

  test.each([
    ['no content type', { 'content-type': undefined }],
    ['a foreign content type', { 'content-type': 'text/plain' }],
    ['no target', { 'x-amz-target': undefined }],
    ['an unknown target', { 'x-amz-target': 'Nope.ListClusters' }],
  ])('refuses %s', async (_name, change) => {
    const { inject, service } = open();
    const headers = Object.fromEntries(
      Object.entries({ ...HEADERS, ...change }).filter(([, value]) => value !== undefined),
    );
    const answer = await inject({ method: 'POST', url: '/', headers, payload: '{}' });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['x-amzn-requestid']).toBeDefined();
    expect(service.calls).toEqual([]);
  });

  test('refuses a content type that is none', async () => {
    const { inject } = open();
    const headers = { ...HEADERS, 'content-type': ';;;' };
    const answer = await inject({ method: 'POST', url: '/', headers, payload: '{}' });
    expect(answer.statusCode).toBe(415);
    expect(answer.headers['x-amzn-requestid']).toBeDefined();
  });

  test('refuses a body over the limit, and states the limit', async () => {
    const { inject, service } = open();
    const payload = `{"nextToken":"${'x'.repeat(limits.body)}"}`;
    const answer = await inject({ method: 'POST', url: '/', headers: HEADERS, payload });
    expect(answer.statusCode).toBe(413);
    expect(answer.json()).toMatchObject({ __type: 'RequestEntityTooLargeException' });
    expect(answer.json().message).toContain(`${limits.body} bytes`);
    expect(answer.headers['x-amzn-requestid']).toBeDefined();
    expect(service.calls).toEqual([]);
  });

  test('takes a body at the limit', async () => {
    const { inject } = open();
    const frame = '{"nextToken":""}'.length;
    const payload = `{"nextToken":"${'x'.repeat(limits.body - frame)}"}`;
    const answer = await inject({ method: 'POST', url: '/', headers: HEADERS, payload });
    expect(answer.statusCode).toBe(200);
  });

  test('logs the call without its body, and defects with their cause', async () => {
    const lines: { level: string; fields: object; message: string }[] = [];
    const write =
      (level: string) =>
      (fields: object, message: string): number =>
        lines.push({ level, fields, message });
    const log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
    const service = fakeService(() => {
      throw new TypeError('a defect');
    });
    const { inject } = open({ service, log });
    const headers = { ...HEADERS, authorization: AUTHORIZATION };
    const answer = await inject({ method: 'POST', url: '/', headers, payload: '{"nextToken":"s3cret"}' });
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('a defect');
    expect(lines.find(({ level }) => level === 'error')?.message).toContain('a defect');
    expect(lines.find(({ level }) => level === 'debug')?.fields).toMatchObject({
      operation: 'ListClusters',
      account: '123456789012',
      region: 'eu-west-1',
      status: 500,
    });
    expect(JSON.stringify(lines)).not.toContain('s3cret');
  });

  test("a client's error is no defect", async () => {
    const errors: string[] = [];
    const log = { ...silentLog, error: (_fields: object, message: string) => errors.push(message) };
    const service = fakeService(() => {
      throw new AwsError('ClusterNotFoundException', 'Cluster not found.');
    });
    const { inject } = open({ service, log });
    const answer = await inject({ method: 'POST', url: '/', headers: HEADERS, payload: '{}' });
    expect(answer.json()).toEqual({ __type: 'ClusterNotFoundException', message: 'Cluster not found.' });
    expect(errors).toEqual([]);
  });
});

describe('the guards', () => {
  test.each([
    ['a foreign Host', { host: 'evil.test:4566' }],
    ['a foreign Origin', { origin: 'http://evil.test' }],
    ['an opaque Origin', { origin: 'null' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
  ])('refuse %s before any work', async (_name, change) => {
    const { inject, service } = open();
    const headers = { ...HEADERS, ...change };
    const answer = await inject({ method: 'POST', url: '/', headers, payload: '{}' });
    expect(answer.statusCode).toBe(403);
    expect(answer.json().__type).toBe('AccessDeniedException');
    expect(answer.headers['x-amzn-requestid']).toBeDefined();
    expect(service.calls).toEqual([]);
  });

  test.each([
    ['GET', '/'],
    ['GET', '/_longshore/health'],
    ['GET', '/_longshore/tasks/watch?arn=a'],
    ['POST', '/_longshore/tasks/kill'],
    ['OPTIONS', '/'],
    ['GET', '/nowhere'],
  ] as const)('stand before %s %s', async (method, url) => {
    const { inject } = open();
    const answer = await inject({ method, url, headers: { host: 'evil.test' } });
    expect(answer.statusCode).toBe(403);
  });

  test('let an allowed host in', async () => {
    const { inject } = open();
    const headers = { ...HEADERS, host: 'ecs.dev.test' };
    expect((await inject({ method: 'POST', url: '/', headers, payload: '{}' })).statusCode).toBe(200);
  });

  test('never answer with CORS headers', async () => {
    const { inject } = open();
    const headers = { host: 'localhost:4566', origin: 'http://localhost:4566' };
    const answers = [
      await inject({ method: 'GET', url: '/_longshore/health', headers }),
      await inject({ method: 'OPTIONS', url: '/', headers }),
    ];
    for (const answer of answers) {
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });

  test('refuse before the body is read', async () => {
    const gateway = open();
    const endpoint = await gateway.listen({ host: '127.0.0.1', port: 0 });
    const answer = await raw(
      endpoint,
      `POST / HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\nContent-Length: 5\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  });

  test('refuse the absolute form, whose host could differ from the Host header', async () => {
    const gateway = open();
    const endpoint = await gateway.listen({ host: '127.0.0.1', port: 0 });
    const answer = await raw(
      endpoint,
      'GET http://evil.test/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('see an Origin behind many other headers', async () => {
    const gateway = open();
    const endpoint = await gateway.listen({ host: '127.0.0.1', port: 0 });
    const many = Array.from({ length: 2500 }, (_, index) => `${index}:`).join('\r\n');
    const answer = await raw(
      endpoint,
      `GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${many}\r\nOrigin: http://evil.test\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 (?:403|431) /);
  });
});

describe('broken HTTP', () => {
  test.each([
    ['nonsense', 'nonsense\r\n\r\n', 400],
    ['no Host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    [
      'large headers',
      `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(limits.headerBytes)}\r\n\r\n`,
      431,
    ],
    [
      'a path that cannot be decoded',
      'GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
      400,
    ],
  ])('%s is answered', async (_name, request, status) => {
    const gateway = open();
    const endpoint = await gateway.listen({ host: '127.0.0.1', port: 0 });
    expect(await raw(endpoint, request)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });
});

describe('listening', () => {
  test('on a port that is taken says so', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => {
      other.listen(0, '127.0.0.1', resolve);
    });
    onTestFinished(() => void other.close());
    const bound = other.address();
    const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
    const failure = open().listen({ host: '127.0.0.1', port });
    await expect(failure).rejects.toMatchObject({ code: 'PORT_IN_USE' });
  });

  test('on a foreign address says so', async () => {
    const failure = open().listen({ host: '192.0.2.1', port: 0 });
    await expect(failure).rejects.toMatchObject({ code: 'BAD_OPTION' });
  });

  test.each([
    ['127.0.0.1', /^http:\/\/127\.0\.0\.1:\d+$/],
    ['0.0.0.0', /^http:\/\/127\.0\.0\.1:\d+$/],
    ['localhost', /^http:\/\/localhost:\d+$/],
  ])('on %s tells an endpoint that answers', async (host, form) => {
    const endpoint = await open().listen({ host, port: 0 });
    expect(endpoint).toMatch(form);
    expect((await fetch(`${endpoint}/_longshore/health`)).status).toBe(200);
  });

  test('a wrong --allow-host is refused at once', () => {
    const parts = {
      services: [],
      admin: fakeAdmin(),
      clock: realClock,
      ids: countingIds(),
      log: silentLog,
      defaults: { account: '000000000000', region: 'us-east-1' },
      allowHosts: ['http://x'],
    };
    expect(() => createGateway(parts)).toThrow(LongshoreError);
  });
});

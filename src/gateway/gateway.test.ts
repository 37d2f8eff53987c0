import { createServer } from 'node:http';
import { connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type FakeAdmin, fakeAdmin, fakeService, healthy } from '../../test/support/gateway/fakes.ts';
import type { TaskEvent } from '../agent/watch.ts';
import { AwsError } from '../aws/aws-error.ts';
import { eventDocument } from '../services/events/model/event.ts';
import { realClock } from '../kernel/clock.ts';
import { LongshoreError } from '../kernel/errors.ts';
import { countingIds } from '../kernel/ids.ts';
import { type Log, silentLog } from '../kernel/log.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { limits } from './limits.ts';

const HEADERS = {
  host: 'localhost:4566',
  'content-type': 'application/x-amz-json-1.1',
  'x-amz-target': 'AmazonEC2ContainerServiceV20141113.ListClusters',
};
const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=123456789012/20260101/eu-west-1/ecs/aws4_request, SignedHeaders=host, Signature=0';

const eventNamed = (id: string) =>
  eventDocument(id, {
    account: '000000000000',
    region: 'us-east-1',
    source: 'app',
    detailType: 'Thing',
    resources: [],
    detail: {},
    time: 0,
  });

function open(
  options: { service?: ReturnType<typeof fakeService>; admin?: FakeAdmin; log?: Log } = {},
): Gateway & { service: ReturnType<typeof fakeService>; admin: FakeAdmin } {
  const service = options.service ?? fakeService(() => ({ clusterArns: [] }));
  const admin = options.admin ?? fakeAdmin();
  const gateway = createGateway({
    services: [service],
    admin,
    clock: realClock,
    ids: countingIds(),
    log: options.log ?? silentLog,
    defaults: { account: '000000000000', region: 'us-east-1' },
    allowHosts: ['.dev.test'],
  });
  onTestFinished(() => gateway.close());
  return { ...gateway, service, admin };
}

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

describe("Longshore's own routes", () => {
  const headers = { host: 'localhost:4566' };
  const events: TaskEvent[] = [
    { kind: 'notice', at: 1, text: 'one' },
    { kind: 'end', at: 2 },
  ];
  async function* given(): AsyncGenerator<TaskEvent> {
    yield* events;
  }
  /** Gives one event, then waits until it is told to stop. */
  async function* endless(signal: AbortSignal): AsyncGenerator<TaskEvent> {
    yield { kind: 'notice', at: 1, text: 'one' };
    await new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  test('GET / says what this is', async () => {
    const answer = await open().inject({ method: 'GET', url: '/', headers });
    expect(answer.body).toContain('http://localhost:4566');
  });

  test('unknown paths say where AWS calls go', async () => {
    const answer = await open().inject({ method: 'POST', url: '/v1', headers });
    expect(answer.statusCode).toBe(404);
    expect(answer.json().message).toContain('POST /');
  });

  test('health', async () => {
    const answer = await open().inject({ method: 'GET', url: '/_longshore/health', headers });
    expect(answer.json()).toEqual(healthy);
  });

  test('watch streams a line for each event', async () => {
    const { inject } = open({ admin: fakeAdmin({ t: given }) });
    const answer = await inject({ method: 'GET', url: '/_longshore/tasks/watch?arn=t', headers });
    expect(answer.headers['content-type']).toBe('application/x-ndjson');
    expect(
      answer.body
        .trimEnd()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
    ).toEqual(events);
  });

  test.each([
    '/_longshore/tasks/watch',
    '/_longshore/tasks/watch?arn=',
    '/_longshore/tasks/watch?arn=a&arn=b',
  ])('%s is refused', async (url) => {
    expect((await open().inject({ method: 'GET', url, headers })).statusCode).toBe(400);
  });

  test('watching an unknown task is refused', async () => {
    const answer = await open().inject({ method: 'GET', url: '/_longshore/tasks/watch?arn=x', headers });
    expect(answer.statusCode).toBe(404);
  });

  const told = ['one', 'two'].map((id, index) => ({ seq: index + 1, bus: 'default', event: eventNamed(id) }));

  test('events stream a line for each', async () => {
    const { inject, admin } = open();
    admin.told = told;
    const query = new URLSearchParams({ after: '7', follow: 'true', pattern: '{"source":["app"]}' });
    const answer = await inject({ method: 'GET', url: `/_longshore/events?${query.toString()}`, headers });
    expect(answer.headers['content-type']).toBe('application/x-ndjson');
    expect(answer.body).toBe(`${told.map((line) => JSON.stringify(line)).join('\n')}\n`);
    await inject({ method: 'GET', url: '/_longshore/events', headers });
    expect(admin.asked).toEqual([
      { after: 7, follow: true, pattern: '{"source":["app"]}' },
      { follow: false },
    ]);
  });

  test.each(['after=x', 'after=-1', 'after=1&after=2', 'follow=yes', 'pattern=a&pattern=b'])(
    'events?%s is refused',
    async (query) => {
      const answer = await open().inject({ method: 'GET', url: `/_longshore/events?${query}`, headers });
      expect(answer.statusCode).toBe(400);
    },
  );

  test('events say what is wrong with a pattern', async () => {
    const { inject, admin } = open();
    admin.told = { problem: 'Event pattern is not valid. Reason: …' };
    const answer = await inject({ method: 'GET', url: '/_longshore/events?pattern=x', headers });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().message).toBe('Event pattern is not valid. Reason: …');
  });

  test('watch ends when the client hangs up', async () => {
    const gateway = open({ admin: fakeAdmin({ t: endless }) });
    const endpoint = await gateway.listen({ host: '127.0.0.1', port: 0 });
    const abort = new AbortController();
    const answer = await fetch(`${endpoint}/_longshore/tasks/watch?arn=t`, { signal: abort.signal });
    const [signal] = gateway.admin.watched;
    expect(answer.status).toBe(200);
    expect(signal?.aborted).toBe(false);
    abort.abort();
    await new Promise((resolve) => {
      signal?.addEventListener('abort', resolve, { once: true });
    });
  });

  test('watch ends when the gateway closes', async () => {
    const gateway = open({ admin: fakeAdmin({ t: endless }) });
    const endpoint = await gateway.listen({ host: '127.0.0.1', port: 0 });
    const answer = await fetch(`${endpoint}/_longshore/tasks/watch?arn=t`);
    await gateway.close();
    expect(await answer.text()).toBe('{"kind":"notice","at":1,"text":"one"}\n');
  });

  test('watch takes no more events than the client reads', async () => {
    let taken = 0;
    async function* flood(signal: AbortSignal): AsyncGenerator<TaskEvent> {
      const text = 'x'.repeat(64 * 1024);
      while (!signal.aborted) {
        taken += 1;
        yield { kind: 'notice', at: 1, text };
      }
    }
    const gateway = open({ admin: fakeAdmin({ t: flood }) });
    const endpoint = await gateway.listen({ host: '127.0.0.1', port: 0 });
    const socket = connect(Number(new URL(endpoint).port), '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    socket.write('GET /_longshore/tasks/watch?arn=t HTTP/1.1\r\nHost: localhost\r\n\r\n');
    socket.pause();
    let before = -1;
    // The buffers of the kernel fill, and then nothing moves any more.
    for (let still = 0; still < 1000; still = taken === before ? still + 1 : 0) {
      before = taken;
      await turn();
    }
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThan(1000);
  });

  test('kill', async () => {
    const { inject, admin } = open({ admin: fakeAdmin({ t: given }) });
    const kill = async (payload: string, type = 'application/json'): Promise<number> => {
      const request = { ...headers, 'content-type': type };
      const url = '/_longshore/tasks/kill';
      return (await inject({ method: 'POST', url, headers: request, payload })).statusCode;
    };
    expect(await kill('{"arn":"t"}')).toBe(200);
    expect(await kill('{"arn":"x"}')).toBe(404);
    expect(await kill('{"arn":1}')).toBe(400);
    expect(await kill('[]')).toBe(400);
    expect(await kill('{')).toBe(400);
    expect(await kill('')).toBe(400);
    expect(await kill('{"arn":"t"}', 'text/plain')).toBe(400);
    expect(admin.killed).toEqual(['t']);
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

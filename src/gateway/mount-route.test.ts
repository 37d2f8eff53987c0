import { connect, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { fakeAdmin, fakeService } from '../../test/support/gateway/fakes.ts';
import type { HttpMount } from '../aws/http-mount.ts';
import { countingIds } from '../kernel/ids.ts';
import { silentLog } from '../kernel/log.ts';
import { VirtualClock } from '../kernel/virtual-clock.ts';
import { createGateway } from './gateway.ts';
import { limits } from './limits.ts';

/** Answers with what it was sent, piece by piece. */
const echo: HttpMount = {
  path: '/echo',
  async handle(request, response) {
    response.writeHead(200, { 'x-method': request.method ?? '' }).flushHeaders();
    for await (const chunk of request) response.write(chunk);
    response.end();
  },
};

let errors: string[] = [];

function open(mount = echo) {
  errors = [];
  const clock = new VirtualClock(0);
  const gateway = createGateway({
    services: [fakeService(() => ({}))],
    mounts: [mount],
    admin: fakeAdmin(),
    clock,
    ids: countingIds(),
    log: { ...silentLog, error: (_fields, message) => void errors.push(message) },
    defaults: { account: '000000000000', region: 'us-east-1' },
    allowHosts: [],
  });
  onTestFinished(() => gateway.close());
  return { ...gateway, clock };
}

async function dial(endpoint: string, head: string): Promise<Socket> {
  const socket = connect(Number(new URL(endpoint).port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.setEncoding('utf8');
  socket.write(head.replaceAll('\n', '\r\n'));
  return socket;
}

const next = (socket: Socket): Promise<string> => new Promise((resolve) => socket.once('data', resolve));

test.each(['GET', 'PUT', 'PATCH', 'DELETE'])(
  '%s is handed on, with a body of any type and size',
  async (method) => {
    const endpoint = await open().listen({ host: '127.0.0.1', port: 0 });
    const body = 'x'.repeat(limits.body + 1);
    const answer = await fetch(`${endpoint}/echo/a/b?c`, { method, ...(method === 'GET' ? {} : { body }) });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-method')).toBe(method);
    expect((await answer.text()).length).toBe(method === 'GET' ? 0 : body.length);
  },
);

test.each(['/echoes', '/ech'])('%s is another path', async (url) => {
  const { inject } = open();
  expect((await inject({ method: 'GET', url, headers: { host: 'localhost' } })).statusCode).toBe(404);
});

test('a defect in it cuts the connection, and is told', async () => {
  const endpoint = await open({ path: '/echo', handle: () => Promise.reject(new Error('a defect')) }).listen({
    host: '127.0.0.1',
    port: 0,
  });
  await expect(fetch(`${endpoint}/echo`)).rejects.toThrow('fetch failed');
  expect(errors).toEqual(['/echo failed: a defect']);
});

test('the guards stand before it', async () => {
  const { inject } = open();
  for (const headers of [{ host: 'evil.test' }, { host: 'localhost', origin: 'http://evil.test' }]) {
    expect((await inject({ method: 'GET', url: '/echo', headers })).statusCode).toBe(403);
  }
});

test('its bodies stream, and may take their time; others’ may not', async () => {
  const { listen, clock } = open();
  const endpoint = await listen({ host: '127.0.0.1', port: 0 });
  const head = 'Host: localhost\nContent-Type: application/x-amz-json-1.1\nContent-Length: 10\n\n';
  const mounted = await dial(endpoint, `PUT /echo HTTP/1.1\n${head}`);
  expect(await next(mounted)).toContain('200 OK');
  const other = await dial(endpoint, `POST / HTTP/1.1\n${head}`);
  other.write('{');
  mounted.write('one');
  expect(await next(mounted)).toContain('one');
  // Nothing tells when the server has seen the other request: time passes until it has, and longer.
  while (!other.closed) {
    await clock.advance(limits.requestTimeout + 1);
    await turn();
  }
  mounted.write('more');
  expect(await next(mounted)).toContain('more');
});

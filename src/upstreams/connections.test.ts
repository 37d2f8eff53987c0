import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { VirtualClock } from '../kernel/virtual-clock.ts';
import { Connections, deadlines, type UpstreamError } from './connections.ts';

/** Takes connections and says nothing. */
async function silent(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer((socket) => socket.on('error', () => {}));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return { server, port: typeof address === 'object' && address !== null ? address.port : 0 };
}

function call(
  clock: VirtualClock,
  url: string,
): { readonly failed: Promise<UpstreamError>; readonly send: (text: string) => void } {
  const connections = new Connections(clock);
  onTestFinished(() => connections[Symbol.dispose]());
  const { promise, resolve } = Promise.withResolvers<UpstreamError>();
  const head = { method: 'POST', path: '/', headers: ['host', 'x', 'transfer-encoding', 'chunked'] };
  const outgoing = connections.open(new URL(url), head, resolve);
  outgoing.flushHeaders();
  return { failed: promise, send: (text) => void outgoing.write(text) };
}

test('who says nothing is given up after a minute without a byte in either direction', async () => {
  const clock = new VirtualClock();
  const { server, port } = await silent();
  const { failed, send } = call(clock, `http://127.0.0.1:${port}`);
  const [socket] = await once(server, 'connection');
  await once(socket, 'data');
  // Bytes have moved since it was connected, so the first look finds some.
  await clock.advance(deadlines.silence);
  send('more');
  await once(socket, 'data');
  await clock.advance(deadlines.silence);
  await clock.advance(deadlines.silence);
  expect(await failed).toMatchObject({ message: 'has said nothing for 60 s', isSlow: true });
});

test('who takes no connection is given up after five seconds', async () => {
  const clock = new VirtualClock();
  // A TLS handshake that is never answered is no connection yet.
  const { server, port } = await silent();
  const { failed } = call(clock, `https://127.0.0.1:${port}`);
  await once(server, 'connection');
  await clock.advance(deadlines.connect);
  expect(await failed).toMatchObject({ message: 'took no connection within 5 s', isSlow: true });
});

test('a name that nobody has', async () => {
  const { failed } = call(new VirtualClock(), 'http://no-such-host.invalid');
  expect(await failed).toMatchObject({
    message: expect.stringContaining('its name is not known'),
    isSlow: false,
  });
});

describe('an answer that has begun', () => {
  async function begun(clock: VirtualClock) {
    const begins = Promise.withResolvers<ServerResponse>();
    const server = createHttpServer((_, response) => {
      response.write('first');
      begins.resolve(response);
    }).listen(0, '127.0.0.1');
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const connections = new Connections(clock);
    onTestFinished(() => connections[Symbol.dispose]());
    const head = { method: 'GET', path: '/', headers: ['host', 'x'] };
    const outgoing = connections.open(new URL(`http://127.0.0.1:${port}`), head, () => {});
    const { promise, resolve } = Promise.withResolvers<IncomingMessage>();
    outgoing.once('response', resolve).end();
    const [response, answer] = await Promise.all([begins.promise, promise]);
    const pieces = connections.bodyOf(answer);
    expect(String((await pieces.next()).value)).toBe('first');
    return { response, next: () => pieces.next() };
  }

  test('is given up when nothing more of it comes', async () => {
    const clock = new VirtualClock();
    const { next } = await begun(clock);
    const failed = next().catch((error: unknown) => error);
    await clock.advance(deadlines.silence);
    expect(await failed).toMatchObject({
      message: 'has said nothing for 60 s in the middle of its answer',
      isSlow: true,
    });
  });

  test('is no whole answer when its connection breaks off', async () => {
    const { response, next } = await begun(new VirtualClock());
    response.destroy();
    await expect(next()).rejects.toThrow('broke off in the middle of its answer');
  });
});

import { once } from 'node:events';
import { connect } from 'node:net';
import { Duplex } from 'node:stream';

import { describe, expect, test } from 'vitest';

import { realClock } from '../../kernel/clock.ts';
import { silentLog } from '../../kernel/log.ts';
import { VirtualClock } from '../../kernel/virtual-clock.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type EndpointHandler, type EndpointRequest, notFound } from './handler.ts';
import { createListener } from './listener.ts';

interface Sides {
  /** What the peer has been sent, whole. */
  readonly answer: Promise<string>;
  readonly connection: Duplex & { readonly remoteAddress: string };
}

/** A connection as a relay hands it over. */
function carried(request: string): Sides {
  const { promise, resolve } = Promise.withResolvers<string>();
  let text = '';
  const connection = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  connection.push(request);
  for (const end of ['finish', 'close']) connection.once(end, () => resolve(text));
  return { answer: promise, connection: Object.assign(connection, { remoteAddress: '172.17.0.9' }) };
}

const listenerOf = (handler: EndpointHandler, clock: Clock = realClock, log = silentLog) =>
  createListener({ handler, clock, log });

async function exchange(request: string, handler: EndpointHandler = notFound): Promise<string> {
  await using listener = listenerOf(handler);
  const { answer, connection } = carried(request);
  listener.serve(connection);
  return answer;
}

describe('a request', () => {
  test('reaches the handler as it was sent, with the address of who asks', async () => {
    const seen: EndpointRequest[] = [];
    const request =
      'PUT //v4/../x?a=1&b=%20 HTTP/1.1\r\nHost: 169.254.170.2\r\nContent-Length: 4\r\n\r\nbody';
    const answer = await exchange(request, (given) => {
      seen.push(given);
      return Promise.resolve({ status: 201, headers: { 'content-type': 'application/json' }, body: '"é"' });
    });
    expect(seen).toMatchObject([{ method: 'PUT', path: '//v4/../x', source: '172.17.0.9' }]);
    expect([...(seen[0]?.query ?? [])]).toEqual([
      ['a', '1'],
      ['b', ' '],
    ]);
    expect(Buffer.from(seen[0]?.body ?? []).toString()).toBe('body');
    expect(answer).toMatch(/^HTTP\/1.1 201 Created\r\n.*content-length: 4\r\n.*\r\n\r\n"é"$/s);
    expect(answer).toContain('connection: close');
  });

  test('of a client that takes us for a proxy is the same', async () => {
    const paths: string[] = [];
    await exchange('GET http://169.254.170.2/v2/metadata HTTP/1.1\r\nHost: x\r\n\r\n', (given) => {
      paths.push(given.path);
      return notFound(given, new AbortController().signal);
    });
    expect(paths).toEqual(['/v2/metadata']);
  });

  test('that is too large is refused, without asking the handler', async () => {
    const length = 64 * 1024 + 1;
    const answer = await exchange(
      `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n${'x'.repeat(length)}`,
      () => Promise.reject(new Error('asked')),
    );
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
  });

  test('that nothing serves is answered as the agent answers', async () => {
    expect(await exchange('GET /_longshore/health HTTP/1.1\r\nHost: x\r\n\r\n')).toMatch(
      /^HTTP\/1.1 404 Not Found\r\n.*\r\n\r\n404 page not found\n$/s,
    );
  });
});

test('a handler that fails gives no answer, and is reported', async () => {
  const errors: object[] = [];
  await using listener = listenerOf(() => Promise.reject(new Error('broken')), realClock, {
    ...silentLog,
    error: (fields) => void errors.push(fields),
  });
  const { answer, connection } = carried('GET /x HTTP/1.1\r\nHost: x\r\n\r\n');
  listener.serve(connection);
  expect(await answer).toBe('');
  expect(errors).toMatchObject([{ err: { message: 'broken' }, path: '/x' }]);
});

test('a client that goes before it has said all is nobody’s fault', async () => {
  const errors: object[] = [];
  await using listener = listenerOf(notFound, realClock, {
    ...silentLog,
    error: (fields) => void errors.push(fields),
  });
  const { answer, connection } = carried('POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf');
  listener.serve(connection);
  await new Promise((resolve) => setImmediate(resolve));
  connection.destroy();
  expect(await answer).toBe('');
  await new Promise((resolve) => setImmediate(resolve));
  expect(errors).toEqual([]);
});

test('a handler that takes longer than five seconds is given up', async () => {
  const clock = new VirtualClock();
  const asked = Promise.withResolvers<AbortSignal>();
  await using listener = listenerOf((_request, signal) => {
    asked.resolve(signal);
    return new Promise(() => {});
  }, clock);
  const { answer, connection } = carried('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  listener.serve(connection);
  const signal = await asked.promise;
  await clock.advance(4999);
  expect(signal.aborted).toBe(false);
  await clock.advance(1);
  expect(await answer).toBe('');
  expect(signal.aborted).toBe(true);
});

test('a client that does not take its answer is given up after five seconds', async () => {
  const clock = new VirtualClock();
  await using listener = listenerOf(notFound, clock);
  const { connection } = carried('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  const writing = Promise.withResolvers<void>();
  connection._write = () => writing.resolve();
  listener.serve(connection);
  await writing.promise;
  await clock.advance(4999);
  expect(connection.destroyed).toBe(false);
  await clock.advance(1);
  expect(connection.destroyed).toBe(true);
});

test('listens at an address, says why it cannot, and lets go of it at the end', async () => {
  const port = 51_679;
  {
    await using listener = listenerOf(notFound);
    await listener.listen('127.0.0.170', port);
    await using other = listenerOf(notFound);
    await expect(other.listen('127.0.0.170', port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    const idle = connect(port, '127.0.0.170');
    await once(idle, 'connect');
    idle.on('error', () => {});
  }
  await using next = listenerOf(notFound);
  await next.listen('127.0.0.170', port);
});

import { connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fakeAdmin, healthy } from '../../test/support/gateway/fakes.ts';
import type { TaskEvent } from '../agent/watch.ts';
import { eventDocument } from '../services/events/model/event.ts';
import { openGateway as open } from '../../test/support/gateway/open-gateway.ts';

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

import { describe, expect, test } from 'vitest';
import { startFakeEngine, until } from '../../test/support/docker/fake-engine.ts';
import { createEngineClient } from './client.ts';

const empty = (_request: unknown, response: { end: (text: string) => void }): void => response.end('[]');

describe('version', () => {
  test('is negotiated once, however many calls come at once', async () => {
    await using engine = await startFakeEngine({ apiVersion: '1.52', answer: empty });
    await using client = createEngineClient({ endpoint: engine.endpoint });
    await Promise.all([client.containers.list(), client.containers.list(), client.networks.list()]);
    await client.containers.list();
    expect(engine.requests.filter((request) => request.url === '/_ping')).toHaveLength(1);
    expect(engine.requests.at(-1)?.url).toBe('/v1.47/containers/json');
  });

  test('is negotiated again after the engine was away', async () => {
    await using engine = await startFakeEngine({ apiVersion: '1.41', answer: empty });
    await using client = createEngineClient({ endpoint: engine.endpoint });
    await client.containers.list();
    await engine.crash();
    await expect(client.containers.list()).rejects.toMatchObject({ kind: 'unreachable' });
    await engine.restart({ apiVersion: '1.45', answer: empty });
    await client.containers.list();
    expect(engine.requests.at(-1)?.url).toBe('/v1.45/containers/json');
  });

  test('is negotiated again when the engine was exchanged behind our back', async () => {
    await using engine = await startFakeEngine({ apiVersion: '1.41', answer: empty });
    await using client = createEngineClient({ endpoint: engine.endpoint });
    await client.containers.list();
    await engine.crash();
    const message = 'client version 1.41 is too old. Minimum supported API version is 1.44, please upgrade';
    await engine.restart({
      apiVersion: '1.52',
      answer: ({ url }, response) => {
        if (url.startsWith('/v1.41')) response.writeHead(400).end(JSON.stringify({ message }));
        else response.end('[]');
      },
    });
    expect(await client.containers.list()).toEqual([]);
    expect(engine.requests.at(-1)?.url).toBe('/v1.47/containers/json');
  });

  test('one caller who gives up does not spoil it for the others', async () => {
    await using engine = await startFakeEngine({ answer: empty });
    await using client = createEngineClient({ endpoint: engine.endpoint });
    const hasty = client.containers.list({ signal: AbortSignal.abort('changed my mind') });
    const patient = client.containers.list();
    await expect(hasty).rejects.toMatchObject({ kind: 'aborted', cause: 'changed my mind' });
    expect(await patient).toEqual([]);
  });
});

describe('connections', () => {
  test('are kept: calls one after another share one', async () => {
    await using engine = await startFakeEngine({ answer: empty });
    await using client = createEngineClient({ endpoint: engine.endpoint });
    for (let call = 0; call < 10; call += 1) await client.containers.list();
    expect(engine.connections.opened).toBe(1);
  });

  test('long streams do not hold up other calls', async () => {
    await using engine = await startFakeEngine({
      answer: ({ url }, response) => {
        if (url.includes('/logs')) response.flushHeaders();
        else response.end('[]');
      },
    });
    await using client = createEngineClient({ endpoint: engine.endpoint });
    const ending = new AbortController();
    const followers = Array.from({ length: 300 }, async () => {
      for await (const _chunk of client.containers.logs('c', {
        tty: false,
        follow: true,
        signal: ending.signal,
      }));
    });
    await until(() => engine.requests.length > 300);
    expect(await client.containers.list()).toEqual([]);
    ending.abort();
    const ends = await Promise.allSettled(followers);
    expect(ends.every((end) => end.status === 'rejected' && end.reason.kind === 'aborted')).toBe(true);
    await until(() => engine.connections.open <= 1);
  });

  test('an abort during a call frees its socket', async () => {
    await using engine = await startFakeEngine({ answer: () => undefined });
    await using client = createEngineClient({ endpoint: engine.endpoint });
    const ending = new AbortController();
    const call = client.containers.wait('c', { signal: ending.signal });
    await until(() => engine.requests.length === 2);
    ending.abort();
    await expect(call).rejects.toMatchObject({ kind: 'aborted', call: 'POST /containers/c/wait' });
    await until(() => engine.connections.open === 0);
  });

  test('an answer that breaks off is not taken for whole', async () => {
    await using engine = await startFakeEngine({
      answer: (_request, response) => {
        response.writeHead(200, { 'Content-Length': 100 });
        response.write('[');
        setImmediate(() => response.destroy());
      },
    });
    await using client = createEngineClient({ endpoint: engine.endpoint });
    await expect(client.containers.list()).rejects.toMatchObject({ kind: 'unreachable' });
  });

  test('an event stream says that the engine went away', async () => {
    await using engine = await startFakeEngine({
      answer: (_request, response) => {
        response.write('{"Type":"container","Action":"start","Actor":{"ID":"a"},"time":1}\n');
      },
    });
    await using client = createEngineClient({ endpoint: engine.endpoint });
    using events = await client.openEvents({ since: 0n });
    const iterator = events[Symbol.asyncIterator]();
    expect((await iterator.next()).value).toMatchObject({ action: 'start', id: 'a' });
    const next = iterator.next();
    await engine.crash();
    await expect(next).rejects.toMatchObject({ kind: 'unreachable' });
  });

  test('disposing the client ends what is under way', async () => {
    await using engine = await startFakeEngine({ answer: () => undefined });
    const client = createEngineClient({ endpoint: engine.endpoint });
    const call = client.containers.wait('c');
    await until(() => engine.requests.length === 2);
    await client[Symbol.asyncDispose]();
    await expect(call).rejects.toMatchObject({ kind: 'aborted' });
    await expect(client.containers.list()).rejects.toMatchObject({ kind: 'aborted' });
  });

  test('nobody there: the error names the socket and says what to do', async () => {
    await using client = createEngineClient({
      endpoint: {
        kind: 'unix',
        path: '/nonexistent.sock',
        address: 'unix:///nonexistent.sock',
        source: 'test',
      },
    });
    await expect(client.system.ping()).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('unix:///nonexistent.sock'),
      hint: expect.stringContaining('Start an engine'),
    });
  });
});

test('an answer that is not JSON is a protocol error', async () => {
  await using engine = await startFakeEngine({ answer: (_request, response) => response.end('<html>') });
  await using client = createEngineClient({ endpoint: engine.endpoint });
  await expect(client.containers.list()).rejects.toMatchObject({ kind: 'protocol' });
});

import { expect, test } from 'vitest';
import { collect } from '../../test/support/docker/collect.ts';
import { startFakeEngine, until } from '../../test/support/docker/fake-engine.ts';
import { createEngineClient } from './client.ts';

const upgraded = 'HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n';
const frame = Buffer.from([2, 0, 0, 0, 0, 0, 0, 2, 0x68, 0x69]);

test('output that came with the answer’s head is not lost', async () => {
  await using engine = await startFakeEngine({
    upgrade: (socket) => {
      socket.end(Buffer.concat([Buffer.from(upgraded), frame]));
    },
  });
  await using client = createEngineClient({ endpoint: engine.endpoint });
  using attachment = await client.containers.attach('c', { tty: false });
  const frames = await collect(attachment.output);
  expect(frames.map(({ stream, bytes }) => [stream, bytes.toString()])).toEqual([['stderr', 'hi']]);
});

test('ending stdin leaves the output open', async () => {
  await using engine = await startFakeEngine({
    upgrade: (socket) => {
      socket.write(upgraded);
      let read = '';
      socket.on('data', (chunk: Buffer) => (read += chunk.toString()));
      socket.on('end', () => socket.end(`you said ${read}`));
    },
  });
  await using client = createEngineClient({ endpoint: engine.endpoint });
  using attachment = await client.containers.attach('c', { tty: true, stdin: true });
  attachment.connection.end('hello');
  const frames = await collect(attachment.output);
  expect(Buffer.concat(frames.map(({ bytes }) => bytes)).toString()).toBe('you said hello');
});

test('the signal ends an attached stream and frees its socket', async () => {
  await using engine = await startFakeEngine({
    upgrade: (socket) =>
      void socket
        .resume()
        .once('end', () => socket.end())
        .write(upgraded),
  });
  await using client = createEngineClient({ endpoint: engine.endpoint });
  const ending = new AbortController();
  const attachment = await client.containers.attach('c', { tty: true, signal: ending.signal });
  const reading = collect(attachment.output);
  ending.abort();
  await expect(reading).rejects.toMatchObject({ kind: 'aborted' });
  await until(() => engine.connections.open === 0);
});

test('a refusal is an error with the engine’s text', async () => {
  await using engine = await startFakeEngine({
    upgrade: (socket) => {
      const body = '{"message":"container c is not running"}';
      socket.end(`HTTP/1.1 409 Conflict\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    },
  });
  await using client = createEngineClient({ endpoint: engine.endpoint });
  await expect(client.exec.start('e', { tty: false })).rejects.toMatchObject({
    kind: 'conflict',
    message: 'container c is not running',
  });
});

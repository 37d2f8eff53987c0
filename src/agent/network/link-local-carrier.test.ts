import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { describe, expect, onTestFinished, test } from 'vitest';

import { relayProgram } from '../backends/docker/link-local.ts';
import { carry, type CarriedConnection, RelayRefusal } from './link-local-carrier.ts';
import { encodeFrame, framesOf, largestChunk } from './link-local-frames.ts';

/** Frames that the relay sends, one after the other, and those that were sent to it. */
function scripted(...frames: readonly Buffer[]) {
  const sent: Buffer[] = [];
  const output = (async function* () {
    for (const frame of frames) {
      yield frame;
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  const told = async (): Promise<readonly string[]> => {
    const kinds: string[] = [];
    for await (const { kind, connection } of framesOf(
      (async function* () {
        yield* sent;
      })(),
    ))
      kinds.push(`${kind}${connection}`);
    return kinds;
  };
  return { relay: { output, write: (bytes: Uint8Array) => void sent.push(Buffer.from(bytes)) }, told };
}

const opened = (id: number): Buffer => encodeFrame('O', id, Buffer.from([172, 17, 0, 4, 1, 2]));

describe('what a relay sends', () => {
  test('becomes connections; a chunk is acknowledged once there is room', async () => {
    const { relay, told } = scripted(
      encodeFrame('R', 0),
      opened(3),
      encodeFrame('D', 3, Buffer.from('hello')),
      encodeFrame('E', 3),
    );
    const received: Promise<string>[] = [];
    const from: string[] = [];
    let isReady = false;
    await carry(
      relay,
      () => (isReady = true),
      (connection) => {
        from.push(connection.remoteAddress);
        received.push(text(connection));
      },
    );
    expect(isReady).toBe(true);
    expect(from).toEqual(['172.17.0.4']);
    expect(await Promise.all(received)).toEqual(['hello']);
    expect(await told()).toEqual(['A3']);
  });

  test('one that cannot do its work says why', async () => {
    const { relay } = scripted(encodeFrame('F', 0, Buffer.from([98, 0, 0, 0])));
    const carrying = carry(
      relay,
      () => {},
      () => {},
    );
    await expect(carrying).rejects.toThrow(RelayRefusal);
    await expect(carrying).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  test('its end is that of all connections', async () => {
    const { relay } = scripted(opened(1), opened(2));
    const connections: CarriedConnection[] = [];
    await carry(
      relay,
      () => {},
      (connection) => void connections.push(connection),
    );
    expect(connections.map(({ destroyed }) => destroyed)).toEqual([true, true]);
  });

  test('a connection that is given up here is told to it', async () => {
    const { relay, told } = scripted(opened(5), encodeFrame('D', 5, Buffer.from('late')));
    await carry(
      relay,
      () => {},
      (connection) => void connection.destroy(),
    );
    expect(await told()).toEqual(['X5']);
  });
});

/** The program itself, on this machine, without the rule that leads a port to another. */
const canRun = process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch);

describe.runIf(canRun)('the relay program', () => {
  async function startRelay(onConnection: (connection: CarriedConnection) => void) {
    const folder = await mkdtemp(join(tmpdir(), 'longshore-relay-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, 'relay');
    await writeFile(file, relayProgram(process.arch === 'x64' ? 'amd64' : 'arm64'), { mode: 0o755 });
    const port = String(await freePort());
    const program = spawn(file, ['carry', '127.0.0.1', port, port], { stdio: ['pipe', 'pipe', 'inherit'] });
    onTestFinished(() => void program.kill('SIGKILL'));
    // What is written to one that was killed a moment ago.
    program.stdin.on('error', () => {});
    const ready = Promise.withResolvers<void>();
    const relay = { output: program.stdout, write: (bytes: Uint8Array) => void program.stdin.write(bytes) };
    const ended = carry(relay, ready.resolve, onConnection);
    await Promise.race([ready.promise, ended]);
    const open = async (): Promise<Socket> => {
      const socket = connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true });
      await once(socket, 'connect');
      return socket;
    };
    return { program, ended, open, file, port };
  }

  const echo = (connection: CarriedConnection): void => void connection.pipe(connection);

  test('carries many connections both ways, more than it holds at a time', async () => {
    const { open, program, ended } = await startRelay(echo);
    const asked = Array.from({ length: 200 }, async (_, index) => {
      const socket = await open();
      const letters = String(index % 10).repeat(largestChunk * 3 + index);
      socket.end(letters);
      expect(await text(socket)).toBe(letters);
    });
    await Promise.all(asked);
    program.stdin.end();
    await ended;
    expect(program.exitCode ?? (await once(program, 'exit'))[0]).toBe(0);
  });

  test('holds a peer that sends faster than is read, and one that reads nothing harms no other', async () => {
    const held: CarriedConnection[] = [];
    const { open } = await startRelay((connection) => {
      if (held.push(connection) > 2) echo(connection);
    });
    const [sender, deaf] = [await open(), await open()];
    const flood = Buffer.alloc(4_000_000, 'x');
    sender.write(flood);
    held[1]?.write(flood);
    const third = await open();
    third.end('hello');
    expect(await text(third)).toBe('hello');
    expect(held[0]?.readableLength).toBeLessThanOrEqual(2 * largestChunk);
    expect(sender.bytesWritten - sender.writableLength).toBeLessThanOrEqual(flood.length);
    sender.destroy();
    deaf.destroy();
  });

  test('tells of a peer that has gone, and lets go of one that is given up', async () => {
    const connections: CarriedConnection[] = [];
    const { open } = await startRelay((connection) => void connections.push(connection));
    const gone = await open();
    await expect.poll(() => connections.length).toBe(1);
    const [first] = connections;
    gone.resetAndDestroy();
    if (first !== undefined && !first.destroyed) await once(first, 'close');
    const kept = await open();
    await expect.poll(() => connections.length).toBe(2);
    connections[1]?.destroy();
    await once(kept.resume(), 'end');
    kept.end();
  });

  test('says that the port is taken', async () => {
    const { file, port } = await startRelay(echo);
    const second = spawn(file, ['carry', '127.0.0.1', port, port]);
    const carrying = carry({ output: second.stdout, write: () => {} }, () => {}, echo);
    await expect(carrying).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

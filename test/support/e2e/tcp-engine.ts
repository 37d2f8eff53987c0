import { connect, createServer, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { findEngine } from '../../../src/docker/connect.ts';
import { hostView } from '../../../src/docker/host-view.ts';

/** The engine of this machine, under an address that looks like that of another. */
export interface TcpEngine extends AsyncDisposable {
  /** For DOCKER_HOST. */
  readonly address: string;
  /** Request lines so far. */
  readonly calls: () => readonly string[];
}

export async function tcpEngine(): Promise<TcpEngine> {
  const endpoint = findEngine({ env: process.env, view: hostView() });
  if (endpoint.kind !== 'unix') throw new Error('the engine of the tests is not on a socket of this machine');
  const host = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4')?.address;
  if (host === undefined) throw new Error('this machine has no address but loopback');
  const sockets = new Set<Socket>();
  const calls: string[] = [];
  const server = createServer((client) => {
    const engine = connect(endpoint.path);
    for (const socket of [client, engine]) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => void sockets.delete(socket));
    }
    client.on('data', (chunk: Buffer) => calls.push(...requestLines(chunk)));
    client.pipe(engine).pipe(client);
    client.on('close', () => engine.destroy());
    engine.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('no port');
  return {
    address: `tcp://${host}:${bound.port}`,
    calls: () => calls,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** A body may hold something alike, which does no harm. */
const requestLines = (chunk: Buffer): readonly string[] =>
  /^(?:GET|POST|DELETE|PUT|HEAD) \S+ HTTP/.exec(chunk.subarray(0, 500).toString('latin1')) ?? [];

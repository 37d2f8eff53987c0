import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { EngineEndpoint } from '../../../src/docker/endpoint.ts';

export interface FakeRequest {
  readonly method: string;
  /** With version and query, as it came. */
  readonly url: string;
  readonly body: string;
}

export interface FakeEngineOptions {
  readonly apiVersion?: string;
  /** Everything but `/_ping`. `request.body` has been read. */
  readonly answer?: (request: FakeRequest, response: ServerResponse) => void;
  readonly upgrade?: (socket: Duplex, request: IncomingMessage) => void;
}

export interface FakeEngine extends AsyncDisposable {
  readonly endpoint: EngineEndpoint;
  readonly requests: FakeRequest[];
  /** How many connections were opened so far, and how many are open. */
  readonly connections: { opened: number; open: number };
  /** Breaks every connection and stops listening, as an engine that dies. */
  readonly crash: () => Promise<void>;
  /** Listens again, maybe as another version. */
  readonly restart: (options?: FakeEngineOptions) => Promise<void>;
}

/** An engine that speaks HTTP on a real unix socket and answers what a test tells it. */
export async function startFakeEngine(options: FakeEngineOptions = {}): Promise<FakeEngine> {
  const directory = await mkdtemp(join(tmpdir(), 'longshore-engine-'));
  const path = join(directory, 'engine.sock');
  const requests: FakeRequest[] = [];
  const connections = { opened: 0, open: 0 };
  const sockets = new Set<Socket>();
  let server = await listen(options);

  async function listen(how: FakeEngineOptions): Promise<Server> {
    const created = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const seen = {
          method: request.method ?? '',
          url: request.url ?? '',
          body: Buffer.concat(chunks).toString('utf8'),
        };
        requests.push(seen);
        if (seen.url === '/_ping') {
          response.setHeader('Api-Version', how.apiVersion ?? '1.41').end('OK');
        } else if (how.answer) how.answer(seen, response);
        else response.writeHead(404).end('{"message":"page not found"}');
      });
    });
    created.on('upgrade', (request, socket) => {
      requests.push({ method: request.method ?? '', url: request.url ?? '', body: '' });
      how.upgrade?.(socket, request);
    });
    created.on('connection', (socket) => {
      connections.opened += 1;
      connections.open += 1;
      sockets.add(socket);
      socket.once('close', () => {
        connections.open -= 1;
        sockets.delete(socket);
      });
    });
    await new Promise<void>((resolve) => created.listen(path, resolve));
    return created;
  }

  async function crash(): Promise<void> {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  return {
    endpoint: { kind: 'unix', path, address: `unix://${path}`, source: 'test' },
    requests,
    connections,
    crash,
    restart: async (again = options) => {
      server = await listen(again);
    },
    [Symbol.asyncDispose]: async () => {
      await crash();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Waits until `check` holds; a test that never gets there ends by its own time limit. */
export async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await check())) await new Promise((resolve) => setTimeout(resolve, 5));
}

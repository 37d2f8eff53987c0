import { createServer, type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryDirectory } from '../e2e/server.ts';

/** What becomes of a call of which a rule holds. */
export type Trouble =
  /** The call is not passed on, and never answered. */
  | { readonly kind: 'hang' }
  /** Passed on after a while. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** Answered with this status instead of being passed on. */
  | { readonly kind: 'refuse'; readonly status: number; readonly message: string }
  /** Passed on, and the connection is cut before the answer is. */
  | { readonly kind: 'unheard' };

/** `POST /containers/abc/start`: method and path without version and query. */
export type Rule = (call: string) => Trouble | undefined;

/** Stands before an engine, and troubles who speaks to it. */
export interface EngineProxy extends AsyncDisposable {
  /** For DOCKER_HOST. */
  readonly address: string;
  readonly path: string;
  /** Calls so far. */
  readonly calls: readonly string[];
  setRule: (rule: Rule) => void;
  /** Cuts every connection, and refuses new ones until `restore`: as a restart of the engine looks. */
  cut: () => Promise<void>;
  restore: () => Promise<void>;
}

export async function startProxy(enginePath: string): Promise<EngineProxy> {
  await using undo = new AsyncDisposableStack();
  const directory = undo.use(await temporaryDirectory());
  const path = join(directory.path, 'engine.sock');
  const calls: string[] = [];
  const sockets = new Set<Duplex>();
  let rule: Rule = () => undefined;

  async function handle(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const call = `${incoming.method} ${(incoming.url ?? '').replace(/^\/v[\d.]+|\?.*$/g, '')}`;
    calls.push(call);
    const trouble = rule(call);
    switch (trouble?.kind) {
      case 'hang':
        return;
      case 'refuse':
        answer.writeHead(trouble.status, { 'content-type': 'application/json' });
        answer.end(JSON.stringify({ message: trouble.message }));
        return;
      case 'slow':
        await sleep(trouble.ms);
        return forward(incoming, answer, false);
      case 'unheard':
        return forward(incoming, answer, true);
      case undefined:
        return forward(incoming, answer, false);
    }
  }

  function forward(incoming: IncomingMessage, answer: ServerResponse, isUnheard: boolean): void {
    const { method, url, headers } = incoming;
    const outgoing = httpRequest({ socketPath: enginePath, method, path: url, headers, agent: false });
    const giveUp = (): void => void answer.destroy();
    outgoing.on('error', giveUp);
    outgoing.on('response', (response) => {
      if (isUnheard) return giveUp();
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.on('error', giveUp).pipe(answer);
      answer.flushHeaders();
    });
    answer.on('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
  }

  const server = createServer((incoming, answer) => void handle(incoming, answer));
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const restore = (): Promise<void> => new Promise((resolve) => server.listen(path, resolve));
  const cut = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await restore();
  undo.defer(cut);
  const parts = undo.move();
  return {
    address: `unix://${path}`,
    path,
    calls,
    setRule(next) {
      rule = next;
    },
    cut,
    restore,
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

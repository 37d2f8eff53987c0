import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

import type { Clock } from '../../kernel/clock.ts';
import { withDeadline } from '../../kernel/deadline.ts';
import type { Log } from '../../kernel/log.ts';
import type { EndpointAnswer, EndpointHandler } from './handler.ts';

// An import would read every export of node:http, and one of them (WebSocket) loads undici: 40 ms and 6 MB.
const http = process.getBuiltinModule('node:http');

/** As in the agent's own server: for the request to arrive, and for the answer to be given. */
const timeoutMs = 5000;
const largestBody = 64 * 1024;

/**
 * Tasks find AWS's API here, as `AWS_ENDPOINT_URL` tells them: under a path, because it is the one address
 * that every container can reach however Longshore is run.
 */
export const apiPath = '/aws';

/** `asSent`: the URL before anything was cut off, which is what the client has signed. */
export type ApiHandler = (request: IncomingMessage, response: ServerResponse, asSent: string) => void;

export interface ListenerParts {
  readonly handler: EndpointHandler;
  /** Answers what is asked below `apiPath`, which is cut off; absent: nothing is there. */
  readonly api?: ApiHandler | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** The HTTP server of 169.254.170.2. It serves the two handlers and nothing else of Longshore. */
export interface EndpointListener extends AsyncDisposable {
  /** Rejects as the operating system does: EADDRINUSE, EADDRNOTAVAIL, EACCES. */
  listen(address: string, port: number): Promise<void>;
  /** Serves a connection that was accepted elsewhere; its `remoteAddress` says from where it came. */
  serve(connection: Duplex & { readonly remoteAddress: string }): void;
}

export function createListener(parts: ListenerParts): EndpointListener {
  const server: Server = http.createServer(
    // The rest of a request is waited for below: what is sent to the API may take longer.
    { requestTimeout: 0, headersTimeout: timeoutMs, connectionsCheckingInterval: 1000 },
    (request, response) => {
      const within = withinApi(request.url ?? '');
      if (parts.api === undefined || within === undefined) return void answer(parts, request, response);
      const asSent = request.url ?? '';
      request.url = within;
      parts.api(request, response, asSent);
    },
  );
  return {
    async listen(address, port) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      server.once('error', reject);
      server.listen({ host: address, port }, resolve);
      try {
        await promise;
      } finally {
        server.off('error', reject);
      }
      // One that cannot be accepted (no file handles left) must not end the process.
      server.on('error', (error) => parts.log.warn({ err: error }, 'a task could not connect'));
    },
    serve: (connection) => void server.emit('connection', connection),
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The path below `apiPath`; `undefined` for any other. */
function withinApi(url: string): string | undefined {
  if (!url.startsWith(apiPath)) return undefined;
  const rest = url.slice(apiPath.length);
  if (rest === '' || rest.startsWith('?')) return `/${rest}`;
  return rest.startsWith('/') ? rest : undefined;
}

async function answer(
  { handler, clock, log }: ListenerParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // Node closes a socket of its own without a word to the request; the response is told in any case.
  const gone = new AbortController();
  response.once('close', () => gone.abort(new Error('nobody waits for the answer any more')));
  response.on('error', () => {});
  const within = <Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> =>
    withDeadline(clock, timeoutMs, gone.signal, (signal) => unlessAborted(work(signal), signal));
  try {
    const given = await within((signal) => respond(handler, request, signal));
    const { method, url: path } = request;
    log.debug({ source: sourceOf(request), method, path, status: given.status }, 'answered a task');
    // One that is not taken is given up in silence: the connection ends below.
    await within(() => send(response, given)).catch(() => {});
  } catch (error) {
    // Whoever has gone, or never sent the rest of what he began, waits for nothing.
    if (!gone.signal.aborted && request.complete)
      log.error({ err: error, path: request.url }, 'a request of a task was not answered');
  } finally {
    // The agent, too, gives no answer to what has taken too long.
    if (!response.writableFinished) response.destroy();
  }
}

const sourceOf = (request: IncomingMessage): string => request.socket.remoteAddress ?? '';

async function respond(
  handler: EndpointHandler,
  request: IncomingMessage,
  signal: AbortSignal,
): Promise<EndpointAnswer> {
  const body = await bodyOf(request);
  if (body === undefined) return plain(413, 'Request Entity Too Large');
  const target = pathOf(request.url ?? '/');
  const at = target.indexOf('?');
  return handler(
    {
      method: request.method ?? 'GET',
      path: at === -1 ? target : target.slice(0, at),
      query: new URLSearchParams(at === -1 ? '' : target.slice(at)),
      headers: request.headers,
      body,
      source: sourceOf(request),
    },
    signal,
  );
}

/** Clients that think of us as of a proxy send the whole URL (RFC 9112, 3.2.2). */
const pathOf = (target: string): string => target.replace(/^https?:\/\/[^/?]*/i, '') || '/';

async function bodyOf(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  const received: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  for await (const chunk of received) {
    length += chunk.length;
    if (length > largestBody) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A container that kept its connections open would take those of others: there are not many. */
function send(response: ServerResponse, { status, headers, body }: EndpointAnswer): Promise<void> {
  const bytes = Buffer.from(body);
  const { promise, resolve } = Promise.withResolvers<void>();
  response.writeHead(status, { ...headers, connection: 'close', 'content-length': bytes.length });
  response.end(bytes, resolve);
  return promise;
}

const plain = (status: number, body: string): EndpointAnswer => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: `${body}\n`,
});

/** A handler that does not heed its signal must not keep its connection for ever. */
function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const { promise, resolve, reject } = Promise.withResolvers<Result>();
  const abort = (): void => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  return promise;
}

import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { Readable, pipeline, type Duplex } from 'node:stream';
import type { EngineEndpoint } from './endpoint.ts';
import { abortedError, codeOf, type EngineError, protocolError, unreachableError } from './errors.ts';

// An import would read every export of node:http, and one of them (WebSocket) loads undici: 40 ms and 6 MB.
const http = process.getBuiltinModule('node:http');
const https = process.getBuiltinModule('node:https');

export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';

/** Bytes to send: whole, or as a stream that is read no faster than the engine takes it. */
export type BodySource = Uint8Array | AsyncIterable<Uint8Array>;

export interface TransportCall {
  readonly method: HttpMethod;
  /** Path with query, as it goes on the wire. */
  readonly path: string;
  /** How errors name the call: method and path without version and query. */
  readonly name: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: BodySource | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Headers have arrived; the body is read by iterating `bytes` (once) or by `text()`. */
export interface TransportAnswer {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  /**
   * Pulls the body: nothing is read from the socket faster than the iterator asks. Leaving the loop early
   * destroys the socket. A broken connection throws `unreachable`, the caller's signal `aborted`.
   */
  readonly bytes: AsyncIterable<Buffer>;
  readonly text: () => Promise<string>;
  /** Throws the body away so that the socket goes back to the pool. */
  readonly discard: () => void;
  /** Gives the answer up, with its socket. */
  readonly destroy: () => void;
}

export interface Transport extends Disposable {
  readonly address: string;
  readonly send: (call: TransportCall) => Promise<TransportAnswer>;
  /** Asks for an upgraded (hijacked) connection; resolves to the duplex, or to the engine's refusal. */
  readonly upgrade: (call: TransportCall) => Promise<Duplex | TransportAnswer>;
}

type Outcome =
  | { readonly kind: 'response'; readonly response: IncomingMessage }
  | { readonly kind: 'socket'; readonly socket: Duplex }
  | { readonly kind: 'stale'; readonly error: Error };

// An idle socket older than this is not trusted: proxies in front of an engine's VM drop them silently.
const idleMilliseconds = 30_000;

/**
 * HTTP to one engine over one keep-alive pool. The pool has no upper bound of sockets: a stream holds its
 * socket for as long as it runs, so a bound would let log followers starve every other call.
 */
export function createTransport(endpoint: EngineEndpoint): Transport {
  const secure = endpoint.kind === 'tcp' && endpoint.tls !== undefined;
  const agentOptions = { keepAlive: true, maxFreeSockets: 32, timeout: idleMilliseconds };
  const agent = secure ? new https.Agent(agentOptions) : new http.Agent(agentOptions);
  const base = requestBase(endpoint);
  const live = new Set<() => void>();
  let disposed = false;

  function attempt(call: TransportCall, fresh: boolean, upgrade: boolean): Promise<Outcome> {
    const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
    const { body, signal } = call;
    if (disposed || signal?.aborted) {
      return Promise.reject(abortedError(call.name, signal?.reason ?? 'the client was disposed'));
    }
    const options: RequestOptions = {
      ...base,
      agent: fresh ? false : agent,
      method: call.method,
      path: call.path,
      headers: headersOf(call, upgrade),
    };
    const request: ClientRequest = secure ? https.request(options) : http.request(options);
    const abort = (): void => {
      request.destroy();
      reject(abortedError(call.name, signal?.reason ?? 'the client was disposed'));
    };
    const release = holdUntilAbort(signal, abort);
    request.once('close', release);
    request.once('response', (response) => {
      // The answer may come before a streamed body is through (a refusal); its own errors count from here.
      response.on('error', ignore);
      resolve({ kind: 'response', response });
    });
    request.once('upgrade', (_response, socket, head) => {
      release();
      if (head.length > 0) socket.unshift(head);
      const releaseSocket = holdUntilAbort(signal, () => socket.destroy());
      socket.once('close', releaseSocket);
      resolve({ kind: 'socket', socket });
    });
    request.on('error', (error) => {
      const stale = request.reusedSocket && ['ECONNRESET', 'EPIPE'].includes(codeOf(error) ?? '');
      if (stale) resolve({ kind: 'stale', error });
      else reject(unreachableError(call.name, endpoint.address, error));
    });
    if (body === undefined) request.end();
    else if (body instanceof Uint8Array) request.end(body);
    else
      pipeline(
        Readable.from(body, { objectMode: false }),
        request,
        (error) => error && request.destroy(error),
      );
    return promise;
  }

  /** A pooled socket may have died while idle. Only calls that change nothing are sent again unasked. */
  async function start(call: TransportCall, upgrade: boolean): Promise<Exclude<Outcome, { kind: 'stale' }>> {
    let outcome = await attempt(call, false, upgrade);
    if (outcome.kind === 'stale' && call.method === 'GET' && call.body === undefined) {
      outcome = await attempt(call, true, upgrade);
    }
    if (outcome.kind === 'stale') throw unreachableError(call.name, endpoint.address, outcome.error);
    return outcome;
  }

  function holdUntilAbort(signal: AbortSignal | undefined, abort: () => void): () => void {
    live.add(abort);
    signal?.addEventListener('abort', abort, { once: true });
    return () => {
      live.delete(abort);
      signal?.removeEventListener('abort', abort);
    };
  }

  function answerOf(call: TransportCall, response: IncomingMessage): TransportAnswer {
    let givenUp: unknown;
    const bytes = bodyOf(response, (error) => {
      const reason = givenUp ?? call.signal?.reason ?? (disposed ? 'the client was disposed' : undefined);
      return reason === undefined
        ? unreachableError(call.name, endpoint.address, error)
        : abortedError(call.name, reason);
    });
    return {
      status: response.statusCode ?? 0,
      header: (name) => response.headers[name.toLowerCase()]?.toString(),
      bytes,
      text: async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of bytes) chunks.push(chunk);
        return Buffer.concat(chunks).toString('utf8');
      },
      discard: () => void response.resume(),
      destroy: () => {
        givenUp = 'the stream was disposed';
        response.destroy();
      },
    };
  }

  return {
    address: endpoint.address,
    send: async (call) => {
      const outcome = await start(call, false);
      if (outcome.kind === 'response') return answerOf(call, outcome.response);
      outcome.socket.destroy();
      throw protocolError(call.name, 'the engine upgraded a connection that was not to be upgraded');
    },
    upgrade: async (call) => {
      const outcome = await start(call, true);
      return outcome.kind === 'socket' ? outcome.socket : answerOf(call, outcome.response);
    },
    [Symbol.dispose]: () => {
      disposed = true;
      for (const abort of live) abort();
      agent.destroy();
    },
  };
}

function requestBase(endpoint: EngineEndpoint): RequestOptions & Record<string, unknown> {
  if (endpoint.kind === 'unix') return { socketPath: endpoint.path };
  const { host, port, tls } = endpoint;
  if (tls === undefined) return { host, port };
  return { host, port, ca: tls.ca, cert: tls.cert, key: tls.key, rejectUnauthorized: tls.verify };
}

function headersOf(call: TransportCall, upgrade: boolean): Record<string, string | number> {
  const headers: Record<string, string | number> = { ...call.headers };
  if (upgrade) {
    headers['Connection'] = 'Upgrade';
    headers['Upgrade'] = 'tcp';
  }
  if (call.body instanceof Uint8Array) headers['Content-Length'] = call.body.byteLength;
  else if (call.body === undefined && call.method === 'POST') headers['Content-Length'] = 0;
  return headers;
}

async function* bodyOf(
  response: IncomingMessage,
  translate: (error: unknown) => EngineError,
): AsyncGenerator<Buffer, void, undefined> {
  const chunks: AsyncIterable<Buffer> = response;
  try {
    yield* chunks;
  } catch (error) {
    throw translate(error);
  }
}

// Readable's own iterator reports the error; without a listener an unread answer would crash the process.
function ignore(): void {}

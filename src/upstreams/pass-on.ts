import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import { type Connections, type OutgoingHead, UpstreamError } from './connections.ts';
import { passedOn } from './headers.ts';

/** A request as it is to go to the upstream. */
export interface Outgoing {
  readonly url: URL;
  readonly head: OutgoingHead;
  /** The client's own body goes on as it comes unless it is in memory, or another takes its place. */
  readonly body: 'as it comes' | Uint8Array | AsyncIterable<Uint8Array>;
}

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The client waits to be told to send its body. */
  readonly awaitsContinue: boolean;
  /** Aborted when the client hangs up or Longshore stops. */
  readonly signal: AbortSignal;
}

/**
 * A page that lies in a bucket would be of Longshore's own origin, and could start containers: with this it
 * runs no scripts and has no origin.
 */
const SANDBOX = ['content-security-policy', 'sandbox'];
const REPLACED: ReadonlySet<string> = new Set(['content-security-policy']);

/**
 * Passes a call on and its answer back, both as streams: who reads slowly slows down who sends. Resolves with
 * the status when the answer has begun; rejects with UpstreamError before that, so that the caller can answer.
 * A call that fits into memory is sent again, once, where the upstream had closed a kept connection.
 */
export async function passOn(connections: Connections, call: Outgoing, exchange: Exchange): Promise<number> {
  const answer = await ask(connections, call, exchange);
  const { response } = exchange;
  const status = answer.statusCode ?? 502;
  try {
    response.writeHead(status, answer.statusMessage, [...passedOn(answer.rawHeaders, REPLACED), ...SANDBOX]);
  } catch (error) {
    // Headers that cannot be sent on: nobody reads the rest.
    answer.destroy();
    throw error;
  }
  answer.once('error', () => response.destroy());
  answer.once('aborted', () => response.destroy());
  answer.pipe(response);
  return status;
}

async function ask(connections: Connections, call: Outgoing, exchange: Exchange): Promise<IncomingMessage> {
  const first = send(connections, call, exchange);
  try {
    return await first.answer;
  } catch (error) {
    const isStale = first.outgoing.reusedSocket && error instanceof UpstreamError && !error.isSlow;
    if (!isStale || !(call.body instanceof Uint8Array) || exchange.signal.aborted) throw error;
    return send(connections, call, exchange).answer;
  }
}

function send(
  connections: Connections,
  { url, head, body }: Outgoing,
  { request, response, awaitsContinue, signal }: Exchange,
): { readonly outgoing: ClientRequest; readonly answer: Promise<IncomingMessage> } {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const outgoing = connections.open(url, head, reject);
  const abort = (): void => {
    reject(signal.reason);
    outgoing.destroy();
  };
  signal.addEventListener('abort', abort, { once: true });
  outgoing.once('close', () => signal.removeEventListener('abort', abort));
  outgoing.once('response', (answer) => {
    resolve(answer);
    // What the upstream did not want to read would stand in the way of the connection's next request.
    if (!request.readableEnded) {
      request.unpipe(outgoing);
      request.resume();
    }
  });
  if (body instanceof Uint8Array) {
    outgoing.end(body);
  } else if (body === 'as it comes' && awaitsContinue) {
    outgoing.once('continue', () => {
      response.writeContinue();
      request.pipe(outgoing);
    });
    outgoing.flushHeaders();
  } else if (body === 'as it comes') {
    request.pipe(outgoing);
  } else {
    if (awaitsContinue) response.writeContinue();
    void pump(body, outgoing).catch((error: unknown) => {
      reject(error);
      outgoing.destroy();
    });
  }
  return { outgoing, answer: promise };
}

async function pump(body: AsyncIterable<Uint8Array>, outgoing: ClientRequest): Promise<void> {
  for await (const piece of body) {
    if (outgoing.write(piece)) continue;
    await drained(outgoing);
    if (outgoing.destroyed) return;
  }
  outgoing.end();
}

/** Resolves when it takes more, or never will. A long body comes by here often: no listener may stay. */
function drained(outgoing: ClientRequest): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  outgoing.once('drain', resolve).once('close', resolve);
  return promise.finally(() => outgoing.off('drain', resolve).off('close', resolve));
}

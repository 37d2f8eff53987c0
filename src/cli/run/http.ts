import type { Agent, IncomingMessage } from 'node:http';
import type * as Https from 'node:https';
import { LongshoreError, messageOf } from '../../kernel/errors.ts';

// An import would read every export of node:http, and one of them (WebSocket) loads undici: 40 ms and 6 MB.
const http = process.getBuiltinModule('node:http');
const httpsModule = (): typeof Https => process.getBuiltinModule('node:https');

export interface HttpCall {
  readonly method: 'GET' | 'POST';
  /** From the root, with its query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * HTTP to one endpoint. On node:http rather than fetch: a task may be silent for hours, and fetch gives up
 * on a stream after five minutes without a byte; it also takes longer to load.
 */
export class HttpClient implements Disposable {
  readonly endpoint: URL;
  readonly #agent: Agent;

  constructor(endpoint: URL) {
    this.endpoint = endpoint;
    this.#agent =
      endpoint.protocol === 'https:'
        ? new (httpsModule().Agent)({ keepAlive: true })
        : new http.Agent({ keepAlive: true });
  }

  /** Resolves when the head of the answer is here. Throws LongshoreError SERVER_UNREACHABLE. */
  open(call: HttpCall): Promise<IncomingMessage> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const send = this.endpoint.protocol === 'https:' ? httpsModule().request : http.request;
    const { method, path, headers, body, signal } = call;
    const outgoing = send(
      new URL(path, this.endpoint),
      { agent: this.#agent, method, headers, signal },
      resolve,
    );
    outgoing.on('error', (error) => {
      // An aborted call is no news of the server.
      if (signal?.aborted === true) return reject(signal.reason);
      reject(
        new LongshoreError(
          'SERVER_UNREACHABLE',
          `cannot reach ${this.endpoint.origin}: ${messageOf(error)}`,
          {
            hint: 'Start Longshore there with `longshore serve`, or leave out --endpoint to run without a server.',
            cause: error,
          },
        ),
      );
    });
    outgoing.end(body);
    return promise;
  }

  async text(call: HttpCall): Promise<{ readonly status: number; readonly text: string }> {
    const answer = await this.open(call);
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(Buffer.from(chunk));
    return { status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() };
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }
}

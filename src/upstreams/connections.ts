import type { Agent, ClientRequest, IncomingMessage } from 'node:http';
import type * as Https from 'node:https';
import { isIP } from 'node:net';
import type { Clock } from '../kernel/clock.ts';

// An import would read every export of node:http, and one of them (WebSocket) loads undici: 40 ms and 6 MB.
const http = process.getBuiltinModule('node:http');
const httpsModule = (): typeof Https => process.getBuiltinModule('node:https');

/** How long an upstream may take, in milliseconds. */
export const deadlines = {
  connect: 5000,
  /** Without a byte in either direction, before the head of the answer has come. */
  silence: 60_000,
} as const;

/** Why an upstream has not answered. `isSlow`: it took too long, and may yet do what was asked. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly isSlow: boolean;

  constructor(message: string, isSlow: boolean, cause?: unknown) {
    super(message, { cause });
    this.isSlow = isSlow;
  }
}

export interface OutgoingHead {
  readonly method: string;
  /** With its query, as it is to be sent. */
  readonly path: string;
  /** Name after value, `Host` among them. */
  readonly headers: readonly string[];
}

/** Connections to upstreams, kept for the next call. */
export class Connections implements Disposable {
  readonly #clock: Clock;
  readonly #options = { keepAlive: true, maxFreeSockets: 64, scheduling: 'lifo' } as const;
  readonly #http: Agent = new http.Agent(this.#options);
  #https: Agent | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `fail` is called once, with an UpstreamError, unless an answer came before. */
  open(url: URL, head: OutgoingHead, fail: (error: UpstreamError) => void): ClientRequest {
    const isSecure = url.protocol === 'https:';
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (isSecure) this.#https ??= new (httpsModule().Agent)(this.#options);
    const outgoing = (isSecure ? httpsModule().request : http.request)({
      protocol: url.protocol,
      host,
      port: url.port === '' ? (isSecure ? 443 : 80) : Number(url.port),
      // Not of the Host header, which may be the client's.
      ...(isSecure && { servername: isIP(host) === 0 ? host : '' }),
      agent: isSecure ? this.#https : this.#http,
      method: head.method,
      path: head.path,
      headers: [...head.headers],
      setDefaultHeaders: false,
    });
    this.#watch(outgoing, fail);
    return outgoing;
  }

  /** The body of an answer, which may come as slowly as it likes, but not stop. Throws UpstreamError. */
  async *bodyOf(answer: IncomingMessage): AsyncGenerator<Buffer, void, undefined> {
    const { silence } = deadlines;
    let failure: UpstreamError | undefined;
    const wait = (): Disposable =>
      this.#clock.schedule(this.#clock.now() + silence, () => {
        failure = new UpstreamError(
          `has said nothing for ${silence / 1000} s in the middle of its answer`,
          true,
        );
        answer.destroy(failure);
      });
    let timer = wait();
    try {
      const pieces: AsyncIterable<Buffer> = answer;
      for await (const piece of pieces) {
        timer[Symbol.dispose]();
        yield piece;
        timer = wait();
      }
    } catch (error) {
      throw failure ?? new UpstreamError('broke off in the middle of its answer', false, error);
    } finally {
      timer[Symbol.dispose]();
    }
  }

  [Symbol.dispose](): void {
    this.#http.destroy();
    this.#https?.destroy();
  }

  #watch(outgoing: ClientRequest, fail: (error: UpstreamError) => void): void {
    let timer: Disposable | undefined;
    const stop = (): void => timer?.[Symbol.dispose]();
    const giveUp = (error: UpstreamError): void => {
      stop();
      fail(error);
      outgoing.destroy(error);
    };
    const later = (ms: number, work: () => void): void => {
      stop();
      timer = this.#clock.schedule(this.#clock.now() + ms, work);
    };
    outgoing.once('socket', (socket) => {
      let moved = socket.bytesRead + socket.bytesWritten;
      const look = (): void => {
        const now = socket.bytesRead + socket.bytesWritten;
        if (now === moved)
          return giveUp(new UpstreamError(`has said nothing for ${deadlines.silence / 1000} s`, true));
        moved = now;
        later(deadlines.silence, look);
      };
      const connected = (): void => later(deadlines.silence, look);
      if (!socket.connecting) return connected();
      socket.once('encrypted' in socket ? 'secureConnect' : 'connect', connected);
      later(deadlines.connect, () =>
        giveUp(new UpstreamError(`took no connection within ${deadlines.connect / 1000} s`, true)),
      );
    });
    outgoing.once('response', stop);
    outgoing.once('close', stop);
    outgoing.on('error', (error) => {
      stop();
      if (!(error instanceof UpstreamError)) fail(new UpstreamError(causeOf(error), false, error));
    });
  }
}

/** In words that follow the upstream's name. */
function causeOf(error: Error & { readonly code?: string }): string {
  switch (error.code) {
    case 'ECONNREFUSED':
      return 'cannot be reached: the connection is refused (ECONNREFUSED)';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `cannot be reached: its name is not known (${error.code})`;
    case 'ECONNRESET':
    case 'EPIPE':
      return `broke off the connection (${error.code})`;
    default:
      return `cannot be reached: ${error.message.replace(/\.$/, '')}`;
  }
}

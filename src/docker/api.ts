import type { Duplex } from 'node:stream';
import { EngineError, errorOfAnswer, isEngineError, abortedError, protocolError } from './errors.ts';
import type { BodySource, HttpMethod, Transport, TransportAnswer, TransportCall } from './transport.ts';
import { type ApiVersion, chooseApi, formatApi } from './version.ts';

export interface ApiCall {
  readonly method: HttpMethod;
  /** Path without version and query. Ids and names in it are already encoded. */
  readonly path: string;
  readonly query?: string | undefined;
  /** Sent as JSON. */
  readonly json?: object | undefined;
  /** Sent as it is; `contentType` defaults to a tar. */
  readonly body?: BodySource | undefined;
  readonly contentType?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Calls of the versioned API. The version is negotiated once, on first use, and again after the engine was
 * out of reach or refused our version (it was exchanged for another while nobody called).
 */
export interface Api extends Disposable {
  readonly address: string;
  readonly version: (signal?: AbortSignal) => Promise<ApiVersion>;
  /** Resolves when the headers of a good answer have arrived; throws EngineError for any other. */
  readonly open: (call: ApiCall) => Promise<TransportAnswer>;
  readonly json: <T>(call: ApiCall) => Promise<T>;
  readonly done: (call: ApiCall) => Promise<void>;
  readonly hijack: (call: ApiCall) => Promise<Duplex>;
  /** `/_ping`, which has no version: also the check that the engine is alive. */
  readonly ping: (signal?: AbortSignal) => Promise<TransportAnswer>;
}

const wrongVersion = /client version \S+ is too (?:old|new)/;

export function createApi(transport: Transport): Api {
  let negotiated: Promise<ApiVersion> | undefined;

  function forgetIfGone(error: unknown): void {
    if (isEngineError(error, 'unreachable')) negotiated = undefined;
  }

  async function ping(signal?: AbortSignal): Promise<TransportAnswer> {
    try {
      const answer = await transport.send({ method: 'GET', path: '/_ping', name: 'GET /_ping', signal });
      const text = await answer.text();
      if (answer.status >= 400) throw errorOfAnswer('GET /_ping', answer.status, text);
      return answer;
    } catch (error) {
      forgetIfGone(error);
      throw error;
    }
  }

  /** Shared by concurrent first callers, so no single caller's signal may end it: each stops waiting. */
  function version(signal?: AbortSignal): Promise<ApiVersion> {
    if (negotiated === undefined) {
      const attempt = ping().then((answer) => chooseApi(answer.header('api-version')));
      negotiated = attempt;
      attempt.catch(() => {
        if (negotiated === attempt) negotiated = undefined;
      });
    }
    return signal === undefined ? negotiated : untilAborted(negotiated, signal);
  }

  async function call<T>(
    request: ApiCall,
    perform: (wire: TransportCall) => Promise<T | TransportAnswer>,
    again = false,
  ): Promise<T | TransportAnswer> {
    const name = `${request.method} ${request.path}`;
    try {
      const prefix = `/v${formatApi(await version(request.signal))}`;
      const outcome = await perform(wireOf(request, prefix, name));
      if (!isAnswer(outcome) || (outcome.status >= 200 && outcome.status < 300)) return outcome;
      const error = errorOfAnswer(name, outcome.status, await outcome.text());
      const repeatable = request.body === undefined || request.body instanceof Uint8Array;
      if (!again && repeatable && error.status === 400 && wrongVersion.test(error.message)) {
        negotiated = undefined;
        return await call(request, perform, true);
      }
      throw error;
    } catch (error) {
      forgetIfGone(error);
      throw error;
    }
  }

  async function open(request: ApiCall): Promise<TransportAnswer> {
    const answer = await call(request, transport.send);
    return { ...answer, bytes: watched(answer.bytes, forgetIfGone) };
  }

  return {
    address: transport.address,
    version,
    ping,
    open,
    json: async <T>(request: ApiCall): Promise<T> => {
      const answer = await open(request);
      return parseJson<T>(await answer.text(), `${request.method} ${request.path}`);
    },
    done: async (request) => {
      const answer = await open(request);
      answer.discard();
    },
    hijack: async (request) => {
      const outcome = await call(request, transport.upgrade);
      if (!isAnswer(outcome)) return outcome;
      outcome.discard();
      const name = `${request.method} ${request.path}`;
      throw protocolError(
        name,
        `the engine answered ${outcome.status} where it had to upgrade the connection`,
      );
    },
    [Symbol.dispose]: () => transport[Symbol.dispose](),
  };
}

function wireOf(request: ApiCall, prefix: string, name: string): TransportCall {
  const body = request.json === undefined ? request.body : Buffer.from(JSON.stringify(request.json));
  const type = request.json === undefined ? (request.contentType ?? 'application/x-tar') : 'application/json';
  return {
    method: request.method,
    path: `${prefix}${request.path}${request.query ?? ''}`,
    name,
    headers: body === undefined ? request.headers : { 'Content-Type': type, ...request.headers },
    body,
    signal: request.signal,
  };
}

/**
 * The one place where the engine's JSON becomes one of our types. Those types are hand-written from the
 * engine's published API and mark as optional or null what any supported engine leaves out.
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- a parser's result type is its caller's
export function parseJson<T>(text: string, call: string): T {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a parser: see above
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new EngineError({
      kind: 'protocol',
      message: `the answer is not JSON: ${text.slice(0, 200)}`,
      call,
      cause,
    });
  }
}

function isAnswer(value: unknown): value is TransportAnswer {
  return typeof value === 'object' && value !== null && 'discard' in value;
}

async function* watched(
  source: AsyncIterable<Buffer>,
  onError: (error: unknown) => void,
): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield* source;
  } catch (error) {
    onError(error);
    throw error;
  }
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: result, resolve, reject } = Promise.withResolvers<T>();
  const abort = (): void => reject(abortedError('GET /_ping', signal.reason));
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  return result;
}

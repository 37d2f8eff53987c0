/**
 * What can go wrong between us and a container engine. Callers decide by `kind`; people read `message`
 * and `hint`.
 *
 * - `unreachable`  no connection, or the connection broke before the answer was whole
 * - `not-found`    404
 * - `conflict`     409: name taken, container not running, network in use
 * - `not-modified` 304: already started, already stopped
 * - `bad-request`  any other 4xx; also a start whose command does not exist (Engine answers 400)
 * - `server`       5xx, and errors inside a progress stream that began with 200
 * - `aborted`      the caller's signal fired or the client was disposed
 * - `protocol`     an answer that we do not understand, or an engine too old for us
 */
export type EngineErrorKind =
  | 'unreachable'
  | 'not-found'
  | 'conflict'
  | 'not-modified'
  | 'bad-request'
  | 'server'
  | 'aborted'
  | 'protocol';

export interface EngineErrorDetails {
  readonly kind: EngineErrorKind;
  readonly message: string;
  /** Method and path without query or version, e.g. `POST /containers/create`. */
  readonly call: string;
  readonly status?: number | undefined;
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/** `message` is the engine's own text, verbatim, whenever the engine said something. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly kind: EngineErrorKind;
  readonly call: string;
  readonly status: number | undefined;
  readonly hint: string | undefined;

  constructor(details: EngineErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = details.kind;
    this.call = details.call;
    this.status = details.status;
    this.hint = details.hint;
  }
}

export function isEngineError(error: unknown, kind?: EngineErrorKind): error is EngineError {
  return error instanceof EngineError && (kind === undefined || error.kind === kind);
}

/** The words in which Docker's own clients, and the stopped reasons of ECS, quote an engine's error. */
export function daemonText(error: EngineError): string {
  return `Error response from daemon: ${error.message}`;
}

export function kindOfStatus(status: number): EngineErrorKind {
  if (status === 304) return 'not-modified';
  if (status === 404) return 'not-found';
  if (status === 409) return 'conflict';
  if (status >= 400 && status < 500) return 'bad-request';
  if (status >= 500) return 'server';
  return 'protocol';
}

/** Builds the error for an answer with an error status. `body` is the whole text of that answer. */
export function errorOfAnswer(call: string, status: number, body: string): EngineError {
  const { message, cause } = readBody(body);
  return new EngineError({
    kind: cause !== undefined && podmanConflicts.has(cause) ? 'conflict' : kindOfStatus(status),
    message: message ?? `the engine answered ${status} without saying why`,
    call,
    status,
  });
}

/** Podman answers 500 where Docker says 409; its `cause` is one of a fixed list and tells them apart. */
const podmanConflicts: ReadonlySet<string> = new Set([
  'container state improper',
  'container already exists',
  'that name is already in use',
  'network already exists',
  'volume already exists',
  'volume is being used',
]);

/** Docker sends `{"message"}`; Podman adds `cause` and `response`; proxies in between send plain text. */
function readBody(body: string): { readonly message?: string | undefined; readonly cause?: string } {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null && 'message' in parsed) {
      const { message } = parsed;
      const cause = 'cause' in parsed && typeof parsed.cause === 'string' ? { cause: parsed.cause } : {};
      if (typeof message === 'string' && message !== '') return { message, ...cause };
    }
  } catch {
    // Not JSON: the text itself is the message.
  }
  const text = body.trim();
  return { message: text === '' ? undefined : text };
}

export function abortedError(call: string, cause: unknown): EngineError {
  return new EngineError({ kind: 'aborted', message: `${call} was aborted`, call, cause });
}

export function protocolError(call: string, message: string, cause?: unknown): EngineError {
  return new EngineError({ kind: 'protocol', message, call, cause });
}

/** `address` is the endpoint as a person knows it, e.g. `unix:///var/run/docker.sock`. */
export function unreachableError(call: string, address: string, cause: unknown): EngineError {
  const code = codeOf(cause);
  const said = cause instanceof Error ? cause.message : String(cause);
  return new EngineError({
    kind: 'unreachable',
    message: `cannot reach a container engine at ${address}: ${said}`,
    call,
    hint: hintOf(code, address),
    cause,
  });
}

export function codeOf(cause: unknown): string | undefined {
  if (typeof cause === 'object' && cause !== null && 'code' in cause) {
    return typeof cause.code === 'string' ? cause.code : undefined;
  }
  return undefined;
}

function hintOf(code: string | undefined, address: string): string {
  if (code === 'EACCES' || code === 'EPERM') {
    return (
      `This user may not open ${address}. Join the group that owns the socket ` +
      '(usually `sudo usermod -aG docker $USER`, then log in again) or use a rootless engine.'
    );
  }
  if (code !== undefined && /CERT|TLS|SSL|SIGNATURE/.test(code)) {
    return `The TLS certificates do not fit ${address}. Check DOCKER_CERT_PATH and DOCKER_TLS_VERIFY.`;
  }
  if (code === 'ECONNRESET' || code === 'EPIPE') {
    return `The engine at ${address} closed the connection; it may be restarting. See that it runs and try again.`;
  }
  return (
    `Tried ${address}. Start an engine (\`sudo systemctl start docker\`, Docker Desktop, or ` +
    '`systemctl --user start podman.socket`), or set DOCKER_HOST to where one listens.'
  );
}

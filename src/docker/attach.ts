import type { Duplex } from 'node:stream';
import type { Api } from './api.ts';
import { demultiplex, type Frame } from './demultiplex.ts';
import { abortedError, unreachableError } from './errors.ts';
import { query } from './query.ts';

export interface AttachOptions {
  /** Whether the container has a TTY: its output is then raw and all `stdout`. */
  readonly tty: boolean;
  readonly stdin?: boolean | undefined;
  /** Also what was written before. */
  readonly logs?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A hijacked connection. Disposing destroys it; the process inside goes on. */
export interface Attachment extends Disposable {
  /** Raw: write for stdin (heed `drain`), `end()` closes stdin and leaves the output open. */
  readonly connection: Duplex;
  /** Iterate once. Pull-based; leaving the loop early destroys the connection. */
  readonly output: AsyncIterable<Frame>;
}

export async function attach(api: Api, id: string, options: AttachOptions): Promise<Attachment> {
  const path = `/containers/${encodeURIComponent(id)}/attach`;
  const connection = await api.hijack({
    method: 'POST',
    path,
    query: query({ stream: true, stdout: true, stderr: true, stdin: options.stdin, logs: options.logs }),
    signal: options.signal,
  });
  return attachment(api, connection, `POST ${path}`, options.tty, options.signal);
}

export function attachment(
  api: Api,
  connection: Duplex,
  call: string,
  tty: boolean,
  signal: AbortSignal | undefined,
): Attachment {
  // Errors are told by the output; one that comes while nobody reads must not crash the process.
  connection.on('error', () => undefined);
  return {
    connection,
    output: outputOf(api, connection, call, tty, signal),
    [Symbol.dispose]: () => void connection.destroy(),
  };
}

async function* outputOf(
  api: Api,
  connection: Duplex,
  call: string,
  tty: boolean,
  signal: AbortSignal | undefined,
): AsyncGenerator<Frame, void, undefined> {
  const received = bytesOf(connection, (error) =>
    signal?.aborted ? abortedError(call, signal.reason) : unreachableError(call, api.address, error),
  );
  if (tty) for await (const bytes of received) yield { stream: 'stdout', bytes };
  else yield* demultiplex(received);
}

async function* bytesOf(
  connection: Duplex,
  translate: (error: unknown) => Error,
): AsyncGenerator<Buffer, void, undefined> {
  const chunks: AsyncIterable<Buffer> = connection.iterator({ destroyOnReturn: true });
  try {
    yield* chunks;
  } catch (error) {
    throw translate(error);
  }
}

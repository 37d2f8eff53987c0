import type { IncomingMessage } from 'node:http';
import { type Connections, type OutgoingHead, UpstreamError } from '../connections.ts';
import type { Answer } from './codec.ts';

/** More is no answer that Longshore asks for, save for an object of Amazon S3. */
const MOST = 64 * 1024 * 1024;

/** One call and its whole answer. Sent once more where the upstream had closed a kept connection. */
export async function exchange(
  connections: Connections,
  call: { readonly url: URL; readonly head: OutgoingHead; readonly body: Uint8Array },
  signal: AbortSignal,
): Promise<Answer> {
  signal.throwIfAborted();
  const first = send(connections, call, signal);
  const answer = await first.answer.catch((error: unknown) => {
    // Who is slow may yet do what was asked: it is not asked twice.
    const isSlow = error instanceof UpstreamError && error.isSlow;
    if (signal.aborted || isSlow || !first.isReused()) throw error;
    return send(connections, call, signal).answer;
  });
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const bytes of connections.bodyOf(answer)) {
    length += bytes.length;
    if (length > MOST) throw new Error(`answered more than ${MOST} bytes`);
    pieces.push(bytes);
  }
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(pieces, length) };
}

function send(
  connections: Connections,
  { url, head, body }: { readonly url: URL; readonly head: OutgoingHead; readonly body: Uint8Array },
  signal: AbortSignal,
): { readonly answer: Promise<IncomingMessage>; readonly isReused: () => boolean } {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const outgoing = connections.open(url, head, reject);
  const abort = (): void => {
    reject(signal.reason);
    outgoing.destroy();
  };
  signal.addEventListener('abort', abort, { once: true });
  outgoing.once('close', () => signal.removeEventListener('abort', abort));
  outgoing.once('response', resolve);
  outgoing.end(body);
  return { answer: promise, isReused: () => outgoing.reusedSocket };
}

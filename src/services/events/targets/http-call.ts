import type { IncomingMessage } from 'node:http';
import type * as Https from 'node:https';

// An import would read every export of node:http, and one of them (WebSocket) loads undici: 40 ms and 6 MB.
const http = process.getBuiltinModule('node:http');
const httpsModule = (): typeof Https => process.getBuiltinModule('node:https');

export interface HttpCall {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Its beginning: nobody reads more. */
  readonly text: string;
}

const mostRead = 64 * 1024;

/** One HTTP call; rejects when there is no answer, or when `signal` is aborted. */
export async function httpCall(call: HttpCall, signal: AbortSignal): Promise<HttpAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const send = call.url.protocol === 'https:' ? httpsModule().request : http.request;
  const { method, headers, body } = call;
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const outgoing = send(call.url, { method, headers: { ...headers, ...length }, signal }, resolve);
  outgoing.on('error', (error) => reject(signal.aborted ? signal.reason : error));
  outgoing.end(body);
  const answer = await promise;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer) {
    const bytes = Buffer.from(chunk);
    if (size < mostRead) chunks.push(bytes);
    size += bytes.length;
  }
  return { status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(chunks).toString() };
}

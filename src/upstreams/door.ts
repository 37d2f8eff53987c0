import type { IncomingMessage, ServerResponse } from 'node:http';
import { header } from '../aws/json/json-protocol.ts';
import { AwsError } from '../aws/aws-error.ts';
import type { Clock } from '../kernel/clock.ts';
import { messageOf } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import { calledService, type RequestHead, signedScope } from './called-service.ts';
import { type Connections, UpstreamError } from './connections.ts';
import { passedOn } from './headers.ts';
import { type Outgoing, passOn } from './pass-on.ts';
import { type Refusal, refusalAnswer, serviceAbsent, upstreamFailed, upstreamIsSelf } from './refusal.ts';
import { type SignAnew, SigningError } from './sign-anew.ts';
import type { Upstream, Upstreams } from './upstreams.ts';

export interface DoorParts {
  readonly upstreams: Upstreams;
  /** Names in signatures of the services that Longshore has itself. */
  readonly embedded: ReadonlySet<string>;
  readonly connections: Connections;
  /** Absent: the client's own signature goes on, with the host that it was made for. */
  readonly signAnew?: SignAnew | undefined;
  /** For calls of tasks, whose path was cut on its way here: their signature is good for nobody any more. */
  readonly signAgain: SignAnew;
  /**
   * Tasks have credentials that the upstream knows, or are to have none: they must not get those of
   * `signAnew`, which may do more.
   */
  readonly isTasksOwnKnown: boolean;
  readonly defaultRegion: string;
  /** Of this Longshore, by which it knows what it has passed on itself. */
  readonly id: string;
  readonly clock: Clock;
  readonly log: Log;
}

export interface DoorContext {
  readonly requestId: string;
  readonly signal: AbortSignal;
  readonly awaitsContinue: boolean;
}

/** A call that is not Longshore's own to answer. */
export interface ForeignCall {
  /** Answers, whatever happens. */
  answer(request: IncomingMessage, response: ServerResponse, context: DoorContext): Promise<void>;
}

/** Knows which calls are not Longshore's own, and has somebody else answer them. */
export class UpstreamDoor {
  readonly #parts: DoorParts;

  constructor(parts: DoorParts) {
    this.#parts = parts;
  }

  /** `undefined` for what Longshore answers itself. Looks at the head only. */
  find(head: RequestHead): ForeignCall | undefined {
    const service = calledService(head);
    if (service === undefined) return undefined;
    const upstream = this.#parts.upstreams.find(service);
    if (upstream !== undefined) return { answer: (...exchange) => this.#pass(upstream, head, ...exchange) };
    if (this.#parts.embedded.has(service)) return undefined;
    return {
      answer: async (request, response, { requestId }) =>
        refuse(head, service, serviceAbsent(service), { request, response, requestId }),
    };
  }

  async #pass(
    upstream: Upstream,
    head: RequestHead,
    request: IncomingMessage,
    response: ServerResponse,
    { requestId, signal, awaitsContinue }: DoorContext,
  ): Promise<void> {
    const { clock, log, connections, defaultRegion } = this.#parts;
    const { service } = upstream;
    const region = signedScope(head.headers, head.url)?.region || defaultRegion;
    const url = upstream.urlIn(region);
    const begun = clock.now();
    if (header(head.headers, PASSED_BY)?.split(',').includes(this.#parts.id)) {
      return refuse(head, service, upstreamIsSelf(service, url), { request, response, requestId });
    }
    try {
      const call = await this.#outgoing(upstream, url, head, { request, response, awaitsContinue });
      const isSent = call.body !== 'as it comes';
      const marked = withMark(call, head, this.#parts.id);
      const exchange = { request, response, signal, awaitsContinue: awaitsContinue && !isSent };
      const status = await passOn(connections, marked, exchange);
      log.debug({ requestId, service, upstream: url.origin, status, ms: clock.now() - begun }, 'passed on');
    } catch (error) {
      if (signal.aborted || response.headersSent) return void response.destroy();
      const refusal = refusalFor(error, service, url);
      log.warn({ requestId, service, err: error }, refusal.message);
      refuse(head, service, refusal, { request, response, requestId });
    }
  }

  async #outgoing(
    { service }: Upstream,
    url: URL,
    head: RequestHead,
    exchange: Pick<DoorContext, 'awaitsContinue'> & { request: IncomingMessage; response: ServerResponse },
  ): Promise<Outgoing> {
    const { request, response, awaitsContinue } = exchange;
    const { signAnew, signAgain, isTasksOwnKnown, defaultRegion } = this.#parts;
    const ofTask = head.signedUrl !== undefined;
    const sign = ofTask && (isTasksOwnKnown || signAnew === undefined) ? signAgain : signAnew;
    if (sign !== undefined) {
      const onRead = (): void => void (awaitsContinue && response.writeContinue());
      const signed = await sign({ service, url, head, request, defaultRegion, onRead });
      if (signed !== undefined) return signed;
    }
    const path = url.pathname.replace(/\/$/, '') + head.url;
    const headers = passedOn(request.rawHeaders, MARK);
    const body = awaitsContinue ? 'as it comes' : await smallBody(request);
    return { url, head: { method: head.method, path, headers }, body };
  }
}

/** Names the Longshores that a call has come through, so that none passes it to itself without an end. */
const PASSED_BY = 'x-longshore-passed-by';

const MARK: ReadonlySet<string> = new Set([PASSED_BY]);

function withMark(call: Outgoing, { headers }: RequestHead, id: string): Outgoing {
  const before = header(headers, PASSED_BY);
  const mark = [PASSED_BY, before === undefined ? id : `${before},${id}`];
  return { ...call, head: { ...call.head, headers: [...call.head.headers, ...mark] } };
}

/** Up to this size a body is sent in one piece with the head, and may be sent again. */
const SMALL = 64 * 1024;

async function smallBody(request: IncomingMessage): Promise<Outgoing['body']> {
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
  if (coding !== undefined || Number(length ?? 0) > SMALL) return 'as it comes';
  if (length === undefined || length === '0') return new Uint8Array();
  const pieces: Buffer[] = [];
  const received: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  for await (const piece of received) pieces.push(piece);
  return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
}

function refusalFor(error: unknown, service: string, url: URL): Refusal {
  const message = messageOf(error);
  if (error instanceof SigningError) return { status: error.status, kind: 'refused', message };
  if (error instanceof AwsError) {
    return { status: error.httpStatus, kind: 'refused', message, code: error.code };
  }
  const isSlow = error instanceof UpstreamError && error.isSlow;
  return upstreamFailed(service, url, message, isSlow);
}

function refuse(
  head: RequestHead,
  service: string,
  refusal: Refusal,
  { request, response, requestId }: { request: IncomingMessage; response: ServerResponse; requestId: string },
): void {
  const { status, headers, body } = refusalAnswer(head, service, refusal, requestId);
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  response.end(head.method === 'HEAD' ? undefined : bytes);
  // What was not read would stand in the way of the connection's next request.
  request.resume();
}

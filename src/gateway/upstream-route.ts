import type { IncomingMessage, Server } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../kernel/clock.ts';
import type { ForeignCall, UpstreamDoor } from '../upstreams/door.ts';
import { cutWhenIdle } from './idle-cut.ts';
import type { InFlight } from './in-flight.ts';
import { isMounted } from './mount-route.ts';

export interface UpstreamRouteParts {
  readonly server: Server;
  /** Absent: every call is Longshore's own. */
  readonly door: UpstreamDoor | undefined;
  readonly inFlight: InFlight;
  readonly clock: Clock;
  readonly urlAsSent: (request: IncomingMessage) => string | undefined;
}

export interface UpstreamRoute {
  /** Whether it answers this request; then nobody else must. */
  takes(request: FastifyRequest, reply: FastifyReply): boolean;
}

/** Paths that are Longshore's, whoever has signed. */
const OWN = [{ path: '/_longshore' }, { path: '/v2' }];

/** Hands over what others answer, with the body unread: it streams. */
export function upstreamRoute({
  server,
  door,
  inFlight,
  clock,
  urlAsSent,
}: UpstreamRouteParts): UpstreamRoute {
  if (door === undefined) return { takes: () => false };
  const waiting = new WeakSet<IncomingMessage>();
  // Node would tell the client to go on before anybody knows whether the upstream wants the body.
  server.on('checkContinue', (request, response) => {
    waiting.add(request);
    server.emit('request', request, response);
  });
  const answer = async (call: ForeignCall, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const signal = inFlight.signalFor(reply.raw);
    const awaitsContinue = waiting.has(request.raw);
    await call.answer(request.raw, reply.raw, { requestId: request.id, signal, awaitsContinue });
    if (!reply.raw.writableFinished) cutWhenIdle(clock, request.raw.socket, reply.raw);
  };
  return {
    takes(request, reply) {
      const { raw, originalUrl: url, method, headers } = request;
      const signedUrl = urlAsSent(raw);
      const call = isMounted(OWN, url.split('?', 1)[0])
        ? undefined
        : door.find({ method, url, headers, ...(signedUrl !== undefined && { signedUrl }) });
      if (call === undefined) {
        if (waiting.has(raw)) reply.raw.writeContinue();
        return false;
      }
      reply.hijack();
      void answer(call, request, reply);
      return true;
    },
  };
}

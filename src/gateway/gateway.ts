import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import fastify, {
  type FastifyInstance,
  type FastifyReply,
  type InjectOptions,
  type LightMyRequestResponse,
} from 'fastify';
import type { Authorize } from '../aws/authorization.ts';
import type { HttpMount } from '../aws/http-mount.ts';
import type { FindSession, IdentityDefaults } from '../aws/identity.ts';
import type { Service } from '../aws/service.ts';
import type { SignatureVerifier } from '../aws/sigv4/verify.ts';
import type { Clock } from '../kernel/clock.ts';
import { messageOf } from '../kernel/errors.ts';
import type { Ids } from '../kernel/ids.ts';
import type { Log } from '../kernel/log.ts';
import type { UpstreamDoor } from '../upstreams/door.ts';
import type { AdminPort } from './admin-port.ts';
import { addAdminRoutes } from './admin-routes.ts';
import { addAwsRoutes } from './aws-route.ts';
import { answerBrokenRequest } from './broken-request.ts';
import { addCborRoute } from './cbor-route.ts';
import { answerPreflight, type BucketOrigins, crossOrigin } from './cross-origin.ts';
import { hostGuard } from './host-guard.ts';
import { InFlight } from './in-flight.ts';
import { limits } from './limits.ts';
import { addMounts, isMounted } from './mount-route.ts';
import { toOwnPath } from './paths-of-their-own.ts';
import { type Address, endpointOf, listenError } from './listen.ts';
import { refuseOrigin } from './origin-guard.ts';
import {
  badRequest,
  forbidden,
  JSON_TYPE,
  refusalBody,
  tooLarge,
  unknownPath,
  type Refusal,
} from './refusal.ts';
import { addRestJsonRoute } from './rest-json-route.ts';
import { addS3Route } from './rest-xml-route.ts';
import { welcome } from './welcome.ts';
import { upstreamRoute } from './upstream-route.ts';
import { type Wires, wiresOf } from './wire-of.ts';

export interface GatewayParts {
  readonly services: readonly Service[];
  /** What services answer over plain HTTP under paths of their own. */
  readonly mounts?: readonly HttpMount[];
  /** Longshore's own API; absent: it is not to be had by this door. */
  readonly admin?: AdminPort;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** For requests that are not signed. */
  readonly defaults: IdentityDefaults;
  /** Knows the temporary credentials that were given out; absent: none were. */
  readonly findSession?: FindSession;
  /** Weighs what callers may do; absent: they may do everything. */
  readonly authorize?: Authorize;
  /** Checks who signed a call; absent: signatures are not looked at. */
  readonly signatures?: SignatureVerifier | undefined;
  /** Who answers for services that Longshore is not; absent: nobody. */
  readonly upstreams?: UpstreamDoor | undefined;
  /** Names beside the loopback ones under which Longshore may be called; see `hostGuard`. */
  readonly allowHosts: readonly string[];
  /** Absent: no page of another origin may do anything. */
  readonly origins?: BucketOrigins;
}

/** The HTTP front door. */
export interface Gateway extends AsyncDisposable {
  /**
   * Resolves to the endpoint, e.g. `http://127.0.0.1:4566`; port 0 takes a free one. Throws LongshoreError
   * PORT_IN_USE, or BAD_OPTION for an address that this machine has not.
   */
  listen(address: Address): Promise<string>;
  /** Answers a request that another server has taken in; `asSent` is its URL before that server cut it. */
  serve(request: IncomingMessage, response: ServerResponse, asSent?: string): Promise<void>;
  /** Takes no more connections, calls off what is being watched and waits a moment for the answers under way. */
  close(): Promise<void>;
  /** Answers a made-up request without a socket, for tests. */
  readonly inject: (request: InjectOptions) => Promise<LightMyRequestResponse>;
}

/** Throws LongshoreError BAD_OPTION for an `allowHosts` entry that is no host name. */
export function createGateway(parts: GatewayParts): Gateway {
  const { admin, allowHosts, clock, defaults, ids, log, services, mounts = [] } = parts;
  const { findSession = () => undefined, authorize } = parts;

  const wires = wiresOf(services);
  const pages = crossOrigin(wires.wireOf, parts.origins);
  const inFlight = new InFlight();
  const sentUrls = new WeakMap<IncomingMessage, string>();
  const urlAsSent = (request: IncomingMessage): string | undefined => sentUrls.get(request);
  let hosts = hostGuard(allowHosts);
  let isClosing = false;

  const server: FastifyInstance = fastify({
    logger: false,
    bodyLimit: limits.body,
    // Not by the server, which knows no exceptions: see `limitTime`.
    requestTimeout: 0,
    keepAliveTimeout: limits.keepAliveTimeout,
    http: { maxHeaderSize: limits.headerBytes, headersTimeout: limits.headersTimeout },
    requestIdHeader: false,
    rewriteUrl: (request) => toOwnPath(wires.wireOf, request),
    routerOptions: { constraints: { wire: byWire(wires) } },
    genReqId: () => ids.uuid(),
    clientErrorHandler: (error, socket) => answerBrokenRequest(error, socket, ids.uuid()),
    // A path that cannot be decoded is found before any hook runs.
    frameworkErrors: (error, request, reply: FastifyReply) => {
      void refuse(reply.header('x-amzn-requestid', request.id), refusalFor(error));
    },
  });
  limit(server.server);
  const elsewhere = upstreamRoute({
    server: server.server,
    door: parts.upstreams,
    inFlight,
    clock,
    urlAsSent,
  });

  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  // Runs before routing has any effect and before the body is read.
  server.addHook('onRequest', (request, reply, done) => {
    reply.header('x-amzn-requestid', request.id);
    const { headers, raw } = request;
    const timing = limitTime(clock, raw);
    const foreign = hosts.refuse(headers.host);
    const head = { headers, method: request.method, url: request.originalUrl };
    const page = foreign === undefined ? pages(head) : undefined;
    if (page?.preflight !== undefined) return void answerPreflight(reply, page.preflight);
    const problem = foreign ?? (page?.isAllowed === true ? undefined : refuseOrigin(headers));
    if (problem !== undefined) {
      log.warn({ requestId: request.id, host: headers.host, origin: headers.origin }, `refused: ${problem}`);
      return void refuse(reply, forbidden(problem));
    }
    // The absolute form is for proxies: its host would speak against the Host header that was checked.
    if (raw.url?.startsWith('/') !== true) {
      return void refuse(reply, badRequest('The request target must be a path: Longshore is no proxy.'));
    }
    if (page !== undefined) reply.headers(page.headers);
    const isForeign = elsewhere.takes(request, reply);
    if (isForeign || isMounted(mounts, raw.url) || wires.wireOf(raw) === 's3') timing[Symbol.dispose]();
    if (!isForeign) done();
  });
  // A connection that was busy when closing began would otherwise stay open for another request.
  server.addHook('onResponse', (request, _reply, done) => {
    if (isClosing) request.raw.socket.destroySoon();
    done();
  });
  server.setNotFoundHandler((request, reply) =>
    refuse(reply, unknownPath(request.method, request.originalUrl.split('?', 1)[0] ?? '/')),
  );
  server.setErrorHandler((error, request, reply) => {
    const refusal = refusalFor(error);
    if (refusal.status >= 500)
      log.error({ requestId: request.id, err: error }, `a request failed: ${messageOf(error)}`);
    return refuse(reply, refusal);
  });

  server.get('/', (request, reply) => reply.type('text/plain; charset=utf-8').send(welcome(request.host)));
  const { signatures } = parts;
  const routes = { services, defaults, findSession, authorize, signatures, urlAsSent, log, inFlight };
  addAwsRoutes(server, routes, wires);
  addCborRoute(server, routes);
  addRestJsonRoute(server, routes, wires);
  const s3 = services.find(({ contract }) => contract.protocol === 'restXml');
  if (s3 !== undefined) addS3Route(server, s3, { ...routes, clock });
  if (admin !== undefined) addAdminRoutes(server, { admin, log, inFlight });
  addMounts(server, { mounts, inFlight, clock, log });

  const close = async (): Promise<void> => {
    isClosing = true;
    inFlight.abortAll();
    // Somebody who watches a task but has stopped reading must not keep Longshore from leaving.
    using _timer = clock.schedule(clock.now() + limits.closeTimeout, () =>
      server.server.closeAllConnections(),
    );
    await server.close();
  };
  return {
    async listen(address) {
      hosts = hostGuard(allowHosts, address.host);
      try {
        await server.listen(address);
      } catch (error) {
        throw listenError(error, address);
      }
      const bound = server.server.address();
      const port = typeof bound === 'object' && bound !== null ? bound.port : address.port;
      return endpointOf({ host: address.host, port });
    },
    async serve(request, response, asSent) {
      await server.ready();
      if (asSent !== undefined) sentUrls.set(request, asSent);
      server.routing(request, response);
    },
    close,
    inject: (request) => server.inject(request),
    [Symbol.asyncDispose]: close,
  };
}

/** Lets a route be for requests of one wire protocol; these go before the routes for all. */
const byWire = ({ wireOf }: Wires) => ({
  name: 'wire',
  storage() {
    const handlers = new Map<string, never>();
    return {
      get: (wire: string) => handlers.get(wire) ?? null,
      set: (wire: string, handler: never) => void handlers.set(wire, handler),
    };
  },
  deriveConstraint: (request: IncomingMessage) => wireOf(request),
});

function limit(server: Server): void {
  server.maxConnections = limits.connections;
  // Node drops headers beyond this count without a word, and a guard must not miss one: bytes bound them.
  server.maxHeadersCount = 0;
}

/** A request whose body does not end in time is cut off, so that nobody can hold connections for nothing. */
function limitTime(clock: Clock, request: IncomingMessage): Disposable {
  const timer = clock.schedule(clock.now() + limits.requestTimeout, () => {
    if (!request.complete) request.destroy();
  });
  request.once('close', () => timer[Symbol.dispose]());
  return timer;
}

function refuse(reply: FastifyReply, refusal: Refusal): FastifyReply {
  return reply.code(refusal.status).type(JSON_TYPE).send(refusalBody(refusal));
}

/** What fastify found wrong with a request; anything that is not the client's fault is a defect. */
function refusalFor(error: unknown): Refusal {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return tooLarge(limits.body);
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return { ...badRequest(messageOf(error)), status };
  }
  return { status: 500, type: 'ServerException', message: 'Service Unavailable. Please try again later.' };
}

import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Authorize } from '../aws/authorization.ts';
import { AwsError } from '../aws/aws-error.ts';
import type { FindSession, IdentityDefaults } from '../aws/identity.ts';
import type { AwsRequest, Outcome } from '../aws/request-context.ts';
import { serveAwsJson } from '../aws/json/serve-aws-json.ts';
import { encodeQueryRefusal } from '../aws/query/query-dialect.ts';
import { serveAwsQuery } from '../aws/query/serve-aws-query.ts';
import type { Client, Service } from '../aws/service.ts';
import type { RequestSignature, SignatureVerifier } from '../aws/sigv4/verify.ts';
import { messageOf } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import { sendAnswer } from './answer-body.ts';
import { BodyLimit } from './body-limit.ts';
import type { InFlight } from './in-flight.ts';
import type { Wires } from './wire-of.ts';

export interface AwsRouteParts {
  readonly services: readonly Service[];
  readonly defaults: IdentityDefaults;
  readonly findSession: FindSession;
  readonly authorize: Authorize | undefined;
  /** Absent: signatures are not looked at. */
  readonly signatures?: SignatureVerifier | undefined;
  /** What the client has sent and signed, where what came here was cut on its way. */
  readonly urlAsSent: (request: IncomingMessage) => string | undefined;
  readonly log: Log;
  readonly inFlight: InFlight;
}

const NO_QUERY = new URLSearchParams();

/**
 * `POST /`: every call of every awsJson, awsQuery and ec2Query service. The body comes as bytes and is parsed
 * once, by the contract.
 */
export function addAwsRoutes(
  server: FastifyInstance,
  parts: AwsRouteParts,
  { queryServiceOf }: Pick<Wires, 'queryServiceOf'>,
): void {
  const { services, log } = parts;
  const jsonLimit = new BodyLimit(services, ({ headers }) => {
    const target = String(headers['x-amz-target']);
    return services.find(({ contract }) => target.startsWith(`${contract.targetPrefix}.`));
  });
  const queryLimit = new BodyLimit(
    services,
    ({ raw }) => queryServiceOf(raw),
    (reply, refusal) => {
      const { contract } = queryServiceOf(reply.request.raw) ?? {};
      return sendAnswer(reply, encodeQueryRefusal(contract, refusal, reply.request.id));
    },
  );
  const answerWith =
    (serve: typeof serveAwsJson, limit: BodyLimit) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const body = limit.bodyOf(request, reply);
      if (body === undefined) return reply;
      const answer = await serve(services, { ...awsRequest(request, reply, parts), body });
      logAnswer(log, request.id, answer, reply.elapsedTime);
      return sendAnswer(reply, answer);
    };
  server.post('/', jsonLimit.options, answerWith(serveAwsJson, jsonLimit));
  // A presigned call is a GET, which any HTTP client can make.
  server.route({
    method: ['GET', 'POST'],
    url: '/',
    exposeHeadRoute: false,
    ...queryLimit.options,
    constraints: { wire: 'query' },
    handler: answerWith(serveAwsQuery, queryLimit),
  });
}

/** What every protocol is told of a request. */
export function awsRequest(
  request: FastifyRequest,
  reply: FastifyReply,
  { defaults, findSession, authorize, signatures, urlAsSent, inFlight }: AwsRouteParts,
): AwsRequest {
  const { method, headers } = request;
  const signed = (verifier: SignatureVerifier): { readonly signature: RequestSignature } => {
    const url = urlAsSent(request.raw) ?? request.originalUrl;
    return { signature: verifier.of({ method, url, headers }, queryOf(url)) };
  };
  return {
    ...(signatures !== undefined && signed(signatures)),
    method: request.method,
    headers: request.headers,
    query: queryOf(request.url),
    requestId: request.id,
    defaults,
    findSession,
    ...(authorize !== undefined && { authorize, client: clientOf(request) }),
    signal: inFlight.signalFor(reply.raw),
  };
}

function clientOf({ ip, protocol, headers }: FastifyRequest): Client {
  const { 'user-agent': userAgent, referer } = headers;
  return { address: ip.replace(/^::ffff:/, ''), isSecure: protocol === 'https', userAgent, referer };
}

function queryOf(url: string): URLSearchParams {
  const at = url.indexOf('?');
  return at < 0 ? NO_QUERY : new URLSearchParams(url.slice(at + 1));
}

export const pathOf = (url: string): string => url.split('?', 1)[0] ?? '/';

/** One line for each call, never with its body. Defects are told with their cause: the answer hides it. */
export function logAnswer(
  log: Log,
  requestId: string,
  answer: Outcome & { readonly status: number },
  ms: number,
): void {
  const { operation, status, error, caller } = answer;
  if (error !== undefined && !(error instanceof AwsError && error.fault === 'client')) {
    log.error({ requestId, operation, err: error }, `a call failed: ${messageOf(error)}`);
  }
  const code = error instanceof AwsError ? error.code : undefined;
  const { account, region } = caller ?? {};
  log.debug({ requestId, operation, account, region, status, code, ms: Math.round(ms * 10) / 10 }, 'call');
}

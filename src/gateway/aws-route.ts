import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify';
import { AwsError } from '../aws/aws-error.ts';
import type { FindSession, IdentityDefaults } from '../aws/identity.ts';
import type { AwsRequest, Outcome } from '../aws/request-context.ts';
import { serveAwsJson } from '../aws/serve-aws-json.ts';
import { serveAwsQuery } from '../aws/serve-aws-query.ts';
import type { Service } from '../aws/service.ts';
import { messageOf } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import type { InFlight } from './in-flight.ts';
import { limits } from './limits.ts';
import { JSON_TYPE, refusalBody, tooLarge } from './refusal.ts';

export interface AwsRouteParts {
  readonly services: readonly Service[];
  readonly defaults: IdentityDefaults;
  readonly findSession: FindSession;
  readonly log: Log;
  readonly inFlight: InFlight;
}

const NO_BODY = new Uint8Array();
const NO_QUERY = new URLSearchParams();

/**
 * `POST /`: every call of every awsJson and awsQuery service. The body comes as bytes and is parsed once, by
 * the contract.
 */
export function addAwsRoutes(server: FastifyInstance, parts: AwsRouteParts): void {
  const { services, log } = parts;
  const largestOf = ({ headers }: FastifyRequest): number => {
    const target = String(headers['x-amz-target']);
    const service = services.find(({ contract }) => target.startsWith(`${contract.targetPrefix}.`));
    return service?.largestBody ?? limits.body;
  };
  const options: RouteShorthandOptions = {
    bodyLimit: Math.max(limits.body, ...services.map(({ largestBody = 0 }) => largestBody)),
    // Before anything is read; a client that does not say how much it sends is refused afterwards.
    preParsing: (request, reply, payload, done) => {
      const largest = largestOf(request);
      if (Number(request.headers['content-length'] ?? 0) > largest) return void refuse(reply, largest);
      done(null, payload);
    },
  };
  const answerWith =
    (serve: typeof serveAwsJson) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const body = request.body instanceof Uint8Array ? request.body : NO_BODY;
      const largest = largestOf(request);
      if (body.length > largest) return refuse(reply, largest);
      const answer = await serve(services, { ...awsRequest(request, reply, parts), body });
      logAnswer(log, request.id, answer, reply.elapsedTime);
      reply.code(answer.status).headers(answer.headers);
      if (answer.stream !== undefined) return reply.send(Readable.from(answer.stream, { objectMode: false }));
      return reply.serializer(asItIs).send(answer.body);
    };
  server.post('/', options, answerWith(serveAwsJson));
  // A presigned call is a GET, which any HTTP client can make.
  server.route({
    method: ['GET', 'POST'],
    url: '/',
    exposeHeadRoute: false,
    constraints: { wire: 'query' },
    handler: answerWith(serveAwsQuery),
  });
}

/** What every protocol is told of a request. */
export function awsRequest(
  request: FastifyRequest,
  reply: FastifyReply,
  { defaults, findSession, inFlight }: AwsRouteParts,
): AwsRequest {
  return {
    method: request.method,
    headers: request.headers,
    query: queryOf(request.url),
    requestId: request.id,
    defaults,
    findSession,
    signal: inFlight.signalFor(reply.raw),
  };
}

function refuse(reply: FastifyReply, largest: number): FastifyReply {
  return reply
    .code(413)
    .type(JSON_TYPE)
    .send(refusalBody(tooLarge(largest)));
}

/**
 * Keeps fastify from adding a charset, which AWS's content type has not. Text, not bytes: node:http sends
 * it in one write with the head.
 */
function asItIs(payload: string): string {
  return payload;
}

function queryOf(url: string): URLSearchParams {
  const at = url.indexOf('?');
  return at < 0 ? NO_QUERY : new URLSearchParams(url.slice(at + 1));
}

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

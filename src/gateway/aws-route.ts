import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify';
import { AwsError } from '../aws/aws-error.ts';
import type { IdentityDefaults } from '../aws/identity.ts';
import { serveAwsJson, type AwsJsonResponse } from '../aws/serve-aws-json.ts';
import type { Service } from '../aws/service.ts';
import { messageOf } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import type { InFlight } from './in-flight.ts';
import { limits } from './limits.ts';
import { JSON_TYPE, refusalBody, tooLarge } from './refusal.ts';

export interface AwsRouteParts {
  readonly services: readonly Service[];
  readonly defaults: IdentityDefaults;
  readonly log: Log;
  readonly inFlight: InFlight;
}

const NO_BODY = new Uint8Array();
const NO_QUERY = new URLSearchParams();

/** `POST /`: every call of every awsJson service. The body comes as bytes and is parsed once, by the contract. */
export function addAwsRoute(server: FastifyInstance, parts: AwsRouteParts): void {
  const { services, defaults, log, inFlight } = parts;
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
  server.post('/', options, async (request, reply) => {
    const largest = largestOf(request);
    if (request.body instanceof Uint8Array && request.body.length > largest) return refuse(reply, largest);
    const answer = await serveAwsJson(services, {
      method: 'POST',
      headers: request.headers,
      query: queryOf(request.url),
      body: request.body instanceof Uint8Array ? request.body : NO_BODY,
      requestId: request.id,
      defaults,
      signal: inFlight.signalFor(reply.raw),
    });
    logAnswer(log, request.id, answer, reply.elapsedTime);
    reply.code(answer.status).headers(answer.headers);
    if (answer.stream !== undefined) return reply.send(Readable.from(answer.stream, { objectMode: false }));
    return reply.serializer(asItIs).send(answer.body);
  });
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
function logAnswer(log: Log, requestId: string, answer: AwsJsonResponse, ms: number): void {
  const { operation, status, error, caller } = answer;
  if (error !== undefined && !(error instanceof AwsError && error.fault === 'client')) {
    log.error({ requestId, operation, err: error }, `a call failed: ${messageOf(error)}`);
  }
  const code = error instanceof AwsError ? error.code : undefined;
  const { account, region } = caller ?? {};
  log.debug({ requestId, operation, account, region, status, code, ms: Math.round(ms * 10) / 10 }, 'call');
}

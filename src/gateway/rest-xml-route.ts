import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../kernel/clock.ts';
import { RestRouter } from '../aws/rest/rest-router.ts';
import { serveRestXml } from '../aws/rest/serve-rest-xml.ts';
import type { Service } from '../aws/service.ts';
import { wholeOf } from '../kernel/bytes.ts';
import { messageOf } from '../kernel/errors.ts';
import { asItIs } from './answer-body.ts';
import { awsRequest, type AwsRouteParts, logAnswer } from './aws-route.ts';
import { cutWhenIdle } from './idle-cut.ts';
import { OWN_PATHS } from './paths-of-their-own.ts';
import { bodyOf, sendBody } from './passing-body.ts';
import { s3Address } from './s3-address.ts';

export interface S3RouteParts extends AwsRouteParts {
  readonly clock: Clock;
}

/**
 * Amazon S3 under every path: what speaks to it is known by its head (`wireOf`), not by where it goes. Bodies
 * are not read here: they stream, both ways.
 */
export function addS3Route(server: FastifyInstance, service: Service, parts: S3RouteParts): void {
  const router = new RestRouter(service.contract);
  server.route({
    method: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
    url: `${OWN_PATHS.s3}/*`,
    exposeHeadRoute: false,
    constraints: { wire: 's3' },
    // Answered before there is talk of the body, whose type may be any text: it is the object's, not the call's.
    onRequest: (request, reply) => answer(service, router, parts, request, reply),
    handler: (_request, reply) => reply.callNotFound(),
  });
}

async function answer(
  service: Service,
  router: RestRouter,
  parts: S3RouteParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  cutWhenIdle(parts.clock, request.raw.socket, reply.raw);
  const response = await serveRestXml(service, router, {
    ...awsRequest(request, reply, parts),
    ...s3Address(request.headers.host, request.originalUrl),
    body: bodyOf(request.raw),
    now: parts.clock.now(),
  });
  logAnswer(parts.log, request.id, response, reply.elapsedTime);
  // A body that nobody wants would stand in the way of the connection's next request.
  if (!request.raw.readableEnded) request.raw.resume();
  const headers = { ...response.headers, 'content-security-policy': SANDBOX };
  reply.code(response.status).headers(headers);
  if (typeof response.body === 'string' || response.body instanceof Uint8Array) {
    return reply.serializer(asItIs).send(response.body);
  }
  if (Number(response.headers['content-length'] ?? Infinity) <= AT_ONCE) {
    return reply.send(await wholeOf(response.body));
  }
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
  reply.raw.statusCode = response.status;
  try {
    await sendBody(reply.raw, response.body);
  } catch (error) {
    parts.log.error({ requestId: request.id, err: error }, `an answer broke off: ${messageOf(error)}`);
  }
  return reply;
}

/**
 * A page that lies in a bucket would be of Longshore's own origin, and could start containers: with this it
 * runs no scripts and has no origin.
 */
const SANDBOX = 'sandbox';

/** Bodies up to this size go in one piece with the head: a stream costs more than they do. */
const AT_ONCE = 64 * 1024;
